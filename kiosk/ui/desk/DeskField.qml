pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// A text that is typed at the desk. Its words come in by `words` and go out by `typed`, with every key.
FocusScope {
    id: root

    property string words: ""
    property string spoken: ""
    property string hint: ""

    // What might stand here; nobody is to take it for what does.
    property string example: ""
    property bool several: true

    // What stands in it now; `words` come behind while somebody types.
    readonly property alias text: edit.text

    // Words that are underlined wherever they stand.
    property list<string> slips: []

    signal typed(words: string)
    signal ended()
    signal asked(deed: string)

    // Enter does something with what is typed, and does not go on to the next field.
    property bool enters: false

    signal entered()

    implicitHeight: Math.max(42, edit.implicitHeight + 20)

    // Somebody types here: what comes back of it is not put over what they type on.
    onWordsChanged: {
        if (edit.text !== words && !(edit.activeFocus && edit.text.trim() === words.trim()))
            edit.text = words;
    }

    // The next key goes on with what stands here.
    function typeOn(): void {
        edit.forceActiveFocus(Qt.OtherFocusReason);
        edit.cursorPosition = edit.length;
    }

    // What is selected becomes bold or is stressed, by the marks that a text has for it; with the marks on already it loses them.
    function strengthen(mark: string): void {
        const start = edit.selectionStart, end = edit.selectionEnd;
        if (start === end)
            return;
        const words = edit.text, inside = words.slice(start, end);
        const marked = words.slice(start - mark.length, start) === mark && words.slice(end, end + mark.length) === mark;
        edit.text = marked ? words.slice(0, start - mark.length) + inside + words.slice(end + mark.length)
            : words.slice(0, start) + mark + inside + mark + words.slice(end);
        edit.select(start + (marked ? -mark.length : mark.length), end + (marked ? -mark.length : mark.length));
    }

    // Where this word stands by itself.
    function placesOf(word: string): var {
        const isLetter = letter => letter.toLowerCase() !== letter.toUpperCase();
        const places = [];
        for (let at = edit.text.indexOf(word); at >= 0; at = edit.text.indexOf(word, at + word.length)) {
            if (!isLetter(edit.text.charAt(at - 1)) && !isLetter(edit.text.charAt(at + word.length)))
                places.push(at);
        }
        return places;
    }

    // Where the letter of this number is drawn; anew when the lines break elsewhere.
    function rectAt(at: int): rect {
        return at <= edit.length && edit.width + edit.contentHeight > 0 ? edit.positionToRectangle(at) : Qt.rect(0, 0, 0, 0);
    }

    // Other words in place of these, wherever they stand.
    function exchange(word: string, fresh: string): void {
        let words = edit.text;
        for (const at of placesOf(word).reverse())
            words = words.slice(0, at) + fresh + words.slice(at + word.length);
        edit.text = words;
        root.ended();
    }

    // The frame belongs to the field, too.
    TapHandler { onTapped: edit.forceActiveFocus(Qt.MouseFocusReason) }

    Rectangle {
        anchors.fill: parent
        radius: 10
        color: Desk.surface
        border.width: edit.activeFocus ? 2 : 1
        border.color: edit.activeFocus ? Desk.accent : Desk.border
    }

    Text {
        x: 12
        y: 10
        width: parent.width - 24
        visible: edit.text === ""
        text: root.example ? "such as " + root.example : root.hint
        textFormat: Text.PlainText
        elide: Text.ElideRight
        color: root.example ? Desk.faint : Desk.soft
        font: edit.font
        Accessible.ignored: true
    }

    Repeater {
        model: [].concat(...Array.from(root.slips).map(word => root.placesOf(word).map(at => ({ at: at, end: at + word.length }))))

        Row {
            id: line

            required property var modelData

            readonly property rect from: root.rectAt(modelData.at)
            readonly property rect to: root.rectAt(modelData.end)

            x: edit.x + from.x
            y: edit.y + from.y + from.height - 2
            spacing: 2

            Repeater {
                model: Math.ceil(Math.max(0, line.to.x - line.from.x) / 5)

                Rectangle {
                    width: 3
                    height: 2
                    color: Desk.wrong
                }
            }
        }
    }

    TextMarks { field: edit.textDocument; faint: Desk.faint }

    TextEdit {
        id: edit
        x: 12
        y: 10
        width: parent.width - 24
        focus: true
        activeFocusOnTab: true
        wrapMode: root.several ? TextEdit.Wrap : TextEdit.NoWrap
        clip: !root.several
        selectByMouse: true
        textFormat: TextEdit.PlainText
        color: Desk.ink
        selectionColor: Desk.accent
        selectedTextColor: Desk.accentInk
        font.family: Desk.family
        font.pixelSize: 17
        Accessible.role: Accessible.EditableText
        Accessible.name: root.spoken
        Accessible.multiLine: root.several

        onTextChanged: {
            if (text !== root.words)
                root.typed(text);
        }
        onActiveFocusChanged: {
            if (!activeFocus)
                root.ended();
        }

        // Undo is that of the desk, across all texts; Tab goes on, as everywhere; a line of a text has no end of its own.
        Keys.onShortcutOverride: event => event.accepted = event.matches(StandardKey.Undo) || event.matches(StandardKey.Redo)
        Keys.onPressed: event => {
            if (event.matches(StandardKey.Bold) && root.several) {
                root.strengthen("**");
                event.accepted = true;
            } else if (event.matches(StandardKey.Italic) && root.several) {
                root.strengthen("*");
                event.accepted = true;
            } else if (event.matches(StandardKey.Undo) || event.matches(StandardKey.Redo)) {
                root.asked(event.matches(StandardKey.Undo) ? "undo" : "redo");
                event.accepted = true;
            } else if (root.enters && (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)) {
                root.entered();
                event.accepted = true;
            } else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter || event.key === Qt.Key_Tab) {
                nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason);
                event.accepted = true;
            } else if (event.key === Qt.Key_Backtab) {
                nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason);
                event.accepted = true;
            }
        }
    }
}
