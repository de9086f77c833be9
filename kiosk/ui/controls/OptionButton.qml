import QtQuick
import kiosk.ui

// One option of the comfort panel, or a weight, at the place the layout gave it; it looks like what it does: letters in their size, colours in use.
ChoiceButton {
    id: root

    required property var option

    readonly property string kind: option.kind
    readonly property string choice: option.choice

    // The voice tells a choice of comfort by itself.
    readonly property bool retold: kind !== "weigh"
    readonly property var own: kind === "palette" ? Theme.palettes[choice] : Theme.own
    readonly property color tone: kind === "palette" ? own.ink : chosen ? Theme.accentInk : Theme.ink
    readonly property real letter: Theme.unit * (({ normal: 7.4, large: 9, larger: 11, largest: 13.4 })[choice] ?? 9)

    chosen: option.chosen
    chooses: !option.steps
    x: option.box.left
    y: option.box.top
    width: option.box.width
    height: option.box.height
    focusPolicy: Qt.TabFocus
    text: option.spoken
    Accessible.role: option.steps ? Accessible.Button : Accessible.RadioButton
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.unit * 4.5
        color: root.kind === "palette" ? root.own.paper : root.chosen ? Theme.accent : root.pressed ? Theme.tint("mist") : Theme.surface
        border.width: root.kind === "palette" && root.chosen ? Theme.unit * 1.3 : root.chosen ? 0 : Theme.line
        border.color: root.chosen ? Theme.accent : Theme.border

        FocusRing {
            shown: root.activeFocus
            corner: Theme.unit * 4.5
        }
    }

    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: Theme.unit * 1.6

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.chosen && (root.kind !== "text" || root.width > Theme.unit * 28)
                name: "check"
                side: Theme.labelSize * 0.8
                tone: root.tone
            }

            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: root.option.label.plain
                textFormat: Text.PlainText
                color: root.tone
                font.family: Theme.family
                font.pixelSize: root.kind === "text" ? root.letter : root.option.label.px
                font.weight: 600
                font.hintingPreference: Font.PreferNoHinting
                Accessible.ignored: true
            }
        }
    }
}
