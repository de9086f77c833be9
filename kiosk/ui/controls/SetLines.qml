pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Lines that the typesetter has set: drawn as they are, never wrapped again.
Item {
    id: root

    required property var setting
    property color tone: Theme.ink
    property int align: Text.AlignLeft

    readonly property real pitch: setting?.pitch ?? 0
    readonly property real px: setting?.px ?? 1
    readonly property string plain: setting?.plain ?? ""

    signal wordTouched(word: string)

    height: setting?.height ?? 0

    Text {
        width: root.width
        y: (root.pitch - root.px * 1.3) / 2
        visible: root.plain !== ""
        text: root.setting?.html ?? ""
        textFormat: Text.StyledText
        wrapMode: Text.NoWrap
        horizontalAlignment: root.align
        lineHeightMode: Text.FixedHeight
        lineHeight: root.pitch
        color: root.tone
        font.family: Theme.family
        font.pixelSize: Math.max(1, root.px)
        font.weight: root.setting?.weight ?? 400
        font.hintingPreference: Font.PreferNoHinting
        Accessible.role: Accessible.StaticText
        Accessible.name: root.plain
    }

    Repeater {
        model: root.setting?.spots ?? []

        HardWord {
            required property var modelData

            x: modelData.left
            y: modelData.row * root.pitch
            width: modelData.width
            height: root.pitch
            label: modelData.label
            underline: (root.pitch - root.px * 1.3) / 2 + root.px * 1.1
            thickness: Math.max(2, root.px * 0.06)
            onClicked: root.wordTouched(modelData.word)
        }
    }
}
