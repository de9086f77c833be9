pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Lines that the typesetter has set: drawn as they are, never wrapped again.
Item {
    id: root

    required property var setting
    property color tone: Theme.ink
    property int align: Text.AlignLeft

    // Where the voice is.
    property color marked: Theme.spoken
    property color underlined: Theme.accent

    // What a screen reader finds a page by.
    property bool heads: false

    // On a button that says it itself.
    property bool silent: false

    readonly property real pitch: setting.pitch
    readonly property real px: setting.px
    readonly property string plain: setting.plain
    readonly property bool spoken: plain !== "" && enabled && Theme.spokenTexts.includes(plain)

    signal acted(action: string)

    // Which sentence stands at a place: as many as begin before it.
    function sentenceAt(x: real, y: real): int {
        const row = Math.floor(y / Math.max(1, pitch));
        const left = x - indent(row);
        return setting.starts.filter(start => start[0] < row || start[0] === row && start[1] <= left).length;
    }

    // From the left edge to where a row begins.
    function indent(row: int): real {
        const free = width - (setting.widths[row] ?? 0);
        return align === Text.AlignHCenter ? free / 2 : align === Text.AlignRight ? free : 0;
    }

    // The places of a sentence, a box a row; -1 means every row.
    function boxes(sentence: int): var {
        const found = [];
        const starts = setting.starts;
        const space = px * 0.22;
        let number = 0, from = 0, next = 0;
        for (let row = 0; row < setting.rows; row++) {
            from = 0;
            while (next < starts.length && starts[next][0] === row) {
                if ((number === sentence || sentence < 0) && starts[next][1] > from)
                    found.push({ row, left: from, width: starts[next][1] - from - space });
                from = starts[next][1];
                number++;
                next++;
            }
            if (number === sentence || sentence < 0)
                found.push({ row, left: from, width: setting.widths[row] - from });
        }
        return found;
    }

    height: setting.height

    Loader {
        active: root.spoken
        sourceComponent: Repeater {
            model: root.boxes(Theme.spokenSentence)

            Rectangle {
                required property var modelData

                x: root.indent(modelData.row) + modelData.left - Theme.unit * 1.2
                y: modelData.row * root.pitch + (root.pitch - root.px * 1.24) / 2
                width: modelData.width + Theme.unit * 2.4
                height: root.px * 1.24
                radius: Theme.unit * 1.6
                color: root.marked

                Rectangle {
                    anchors.bottom: parent.bottom
                    x: Theme.unit * 1.2
                    width: parent.width - 2 * x
                    height: Math.max(2, Theme.unit * 0.7)
                    color: root.underlined
                }
            }
        }
    }

    Text {
        width: root.width
        y: (root.pitch - root.px * 1.3) / 2
        visible: root.plain !== ""
        text: root.setting.html
        textFormat: Text.StyledText
        wrapMode: Text.NoWrap
        horizontalAlignment: root.align
        lineHeightMode: Text.FixedHeight
        lineHeight: root.pitch
        color: root.tone
        font.family: Theme.family
        font.pixelSize: Math.max(1, root.px)
        font.weight: root.setting.weight
        font.hintingPreference: Font.PreferNoHinting
        Accessible.role: root.heads ? Accessible.Heading : Accessible.StaticText
        Accessible.name: root.plain
        Accessible.ignored: root.silent
    }

    Repeater {
        model: root.setting.spots

        HardWord {
            required property var modelData

            x: modelData.left
            y: modelData.row * root.pitch
            width: modelData.width
            height: root.pitch
            label: modelData.label
            underline: (root.pitch - root.px * 1.3) / 2 + root.px * 1.1
            thickness: Math.max(2, root.px * 0.06)
            onClicked: root.acted(modelData.action)
        }
    }
}
