import QtQuick
import kiosk.ui

// One key of our keyboard. It never repeats while it is held.
ChoiceButton {
    id: root

    required property var key
    property bool capitals: false

    readonly property bool working: key.does !== ""
    readonly property string shownLabel: working ? key.label : cased(key.label)

    // A letter whose capital is no single letter (ß) stays as it is.
    function cased(letters: string): string {
        return capitals && letters.length === 1 && letters.toUpperCase().length === 1 ? letters.toUpperCase() : letters;
    }

    x: key.box.left
    y: key.box.top
    width: key.box.width
    height: key.box.height
    autoRepeat: false
    chooses: key.does === "capitals"
    chosen: lit
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: key.does ? Words.say["key_" + key.does] ?? "" : key.types === " " ? Words.say.key_space ?? "" : shownLabel
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.smallRadius
        color: root.pressed ? Theme.accent : root.working || root.key.types === " " ? (root.lit ? Theme.accent : Theme.tint("mist")) : Theme.surface
        border.width: Theme.line
        border.color: Theme.border

        FocusRing {
            shown: root.activeFocus
            corner: Theme.smallRadius
        }
    }

    readonly property bool lit: key.does === "capitals" && capitals
    readonly property color tone: pressed || lit ? Theme.accentInk : Theme.ink

    contentItem: Item {
        Text {
            anchors.centerIn: parent
            visible: root.key.icon === ""
            text: root.shownLabel
            textFormat: Text.PlainText
            color: root.tone
            font.family: Theme.family
            font.pixelSize: Math.min(root.height * 0.5, root.width / Math.max(1.6, root.shownLabel.length * 0.66))
            font.weight: 600
            font.hintingPreference: Font.PreferNoHinting
            Accessible.ignored: true
        }

        Icon {
            anchors.centerIn: parent
            visible: root.key.icon !== ""
            name: root.key.icon
            side: Math.min(root.height, root.width) * 0.46
            tone: root.tone
        }

        Rectangle {
            anchors.centerIn: parent
            visible: root.key.types === " "
            width: root.width * 0.34
            height: Math.max(2, Theme.unit)
            radius: height / 2
            color: root.tone
        }
    }
}
