import QtQuick
import kiosk.ui

// The questions that a visitor takes along, and the code that a phone reads them from; or how to choose some.
RowsPage {
    id: root

    readonly property bool coded: page.code !== ""

    Code {
        x: root.page.code_box.left
        y: root.page.code_box.top
        width: root.page.code_box.width
        height: root.page.code_box.height
        visible: root.coded
        text: root.page.code
        says: root.page.says
    }

    SetLines {
        x: root.page.code_box.left + (root.page.code_box.width - width) * (root.coded ? 0.5 : 0)
        y: root.coded ? root.page.code_box.top + root.page.code_box.height + Theme.unit * 4 : root.page.code_box.top
        width: root.coded ? root.page.caption.width : root.page.code_box.width
        align: root.coded ? Text.AlignHCenter : Text.AlignLeft
        setting: root.page.caption
    }
}
