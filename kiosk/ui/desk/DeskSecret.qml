import QtQuick
import kiosk.ui

// A passphrase that is typed at the desk: dots stand for its letters. `taken` hands it out and leaves nothing behind, `typed` leaves it for once more.
FocusScope {
    id: root

    property string spoken: ""

    signal entered()

    implicitHeight: 42
    Accessible.role: Accessible.Grouping
    Accessible.name: spoken

    function typed(): string { return edit.text; }

    function forget(): void { edit.clear(); }

    function taken(): string {
        const words = typed();
        forget();
        return words;
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

    TextInput {
        id: edit
        x: 12
        width: parent.width - 24
        height: parent.height
        verticalAlignment: TextInput.AlignVCenter
        focus: true
        activeFocusOnTab: true
        clip: true
        echoMode: TextInput.Password
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
        maximumLength: 1000
        color: Desk.ink
        selectionColor: Desk.accent
        selectedTextColor: Desk.accentInk
        font.family: Desk.family
        font.pixelSize: 17
        Accessible.description: root.spoken
        onAccepted: root.entered()
    }
}
