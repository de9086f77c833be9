import QtQuick
import kiosk.ui

// The questions that a visitor takes along, and the code that a phone reads them from; or how to choose some.
RowsPage {
    id: root

    readonly property bool coded: body.code !== ""

    Code {
        x: root.body.code_box.left
        y: root.body.code_box.top
        width: root.body.code_box.width
        height: root.body.code_box.height
        visible: root.coded
        text: root.body.code
        says: root.frame.says
    }

    SetLines {
        x: root.body.code_box.left + (root.body.code_box.width - width) * (root.coded ? 0.5 : 0)
        y: root.coded ? root.body.code_box.top + root.body.code_box.height + Theme.unit * 4 : root.body.code_box.top
        width: root.coded ? root.body.caption.width : root.body.code_box.width
        align: root.coded ? Text.AlignHCenter : Text.AlignLeft
        setting: root.body.caption
    }
}
