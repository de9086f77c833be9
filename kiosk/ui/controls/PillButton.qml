import QtQuick
import kiosk.ui

// A button with a word on it, and mostly an icon: "main" is filled, "quiet" is outlined, "help" is plum and only for help.
// One that is not `shown` leaves no gap in its row; one that is only not `wanted` keeps its place free; one that is `bare` is its
// icon alone, where words find no room.
ChoiceButton {
    id: root

    property string look: "quiet"
    property string before: ""
    property string after: ""
    property bool shown: true
    property bool wanted: true
    property bool small: false
    property bool bare: false

    // A second text that may stand here: the button keeps room for the longer one. And how wide it is at least.
    property string orElse: ""
    property real least: 0

    readonly property color ground: look === "main" ? (pressed ? Theme.accentPressed : Theme.accent)
        : look === "help" ? Theme.help : pressed ? Theme.tint("mist") : Theme.surface
    readonly property color tone: look === "main" ? Theme.accentInk : look === "help" ? Theme.helpInk
        : look === "accent" ? Theme.accent : Theme.ink
    readonly property real iconBesideWords: Theme.labelSize * (small ? 1 : 1.06)
    readonly property real iconSide: bare ? height * 0.46 : iconBesideWords
    readonly property real iconRoom: iconBesideWords + Theme.unit * 2.4
    readonly property real natural: Math.max(measure.advanceWidth, other.advanceWidth) + Theme.unit * (small ? 12 : 15)
        + (before ? iconRoom : 0) + (after ? iconRoom : 0)

    // An arrow gives way before its words take two lines.
    readonly property bool led: after !== "" && natural - width < 1

    readonly property real wordsTall: label.contentHeight + Theme.unit * 5

    chooses: false
    visible: shown && wanted
    implicitWidth: bare ? implicitHeight : Math.max(natural, implicitHeight, least)
    implicitHeight: small ? Theme.smallTarget : Theme.target
    height: Math.max(implicitHeight, bare ? 0 : wordsTall)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    TextMetrics {
        id: measure
        text: root.text
        font: label.font
    }

    TextMetrics {
        id: other
        text: root.orElse
        font: label.font
    }

    background: Rectangle {
        radius: height / 2
        color: root.ground
        border.width: root.look === "main" || root.look === "help" ? 0 : Theme.line
        border.color: root.look === "accent" ? Theme.accent : Theme.border
        opacity: root.look === "help" && root.pressed ? 0.86 : 1

        FocusRing {
            shown: root.activeFocus
        }
    }

    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: Theme.unit * 2.4

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.before !== ""
                name: root.before
                tone: root.tone
                side: root.iconSide
            }

            Text {
                id: label
                visible: !root.bare
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(Math.ceil(measure.advanceWidth) + 2, root.width - Theme.unit * 10
                    - (root.before ? root.iconRoom : 0) - (root.led ? root.iconRoom : 0))
                text: root.text
                textFormat: Text.PlainText
                wrapMode: Text.WordWrap
                lineHeight: 0.95
                horizontalAlignment: Text.AlignHCenter
                color: root.tone
                font.family: Theme.family
                font.pixelSize: Theme.labelSize
                font.weight: 600
                font.hintingPreference: Font.PreferNoHinting
                Accessible.ignored: true
            }

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.led
                name: root.after
                tone: root.tone
                side: root.iconSide
            }
        }
    }
}
