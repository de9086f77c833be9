import QtQuick
import kiosk.ui
import kiosk.bridge

// How one deed went, beside the box or the button for it. While it cannot be seen here, the foot of the window tells it.
DeskText {
    id: root

    required property EditView view
    required property string deed
    property bool shown: true

    function report(): void {
        if (visible && view.state.told_at === deed) {
            Desk.toldBeside = root;
            Desk.told(root);
        } else if (Desk.toldBeside === root)
            Desk.toldBeside = null;
    }

    width: parent?.width ?? 0
    visible: shown && text !== ""
    readonly property string refused: view.state.refused?.[deed] ?? ""

    text: view.state.told_at === deed && view.state.told ? view.state.told : refused
    color: refused !== "" || view.state.wrong ? Desk.wrong : Desk.soft
    font.pixelSize: Desk.small
    onVisibleChanged: report()
    onTextChanged: {
        if (visible && view.state.told_at === deed)
            Desk.told(root);
    }
    Component.onCompleted: report()
    Component.onDestruction: {
        if (Desk.toldBeside === root)
            Desk.toldBeside = null;
    }
}
