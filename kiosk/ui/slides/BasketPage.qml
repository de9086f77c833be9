import QtQuick
import kiosk.ui

// The questions that a visitor takes along, and the code that a phone reads them from; or how to choose some.
RowsPage {
    id: root

    Code {
        x: root.page.code_box.left
        y: root.page.code_box.top
        width: root.page.code_box.width
        height: root.page.code_box.height
        visible: root.page.code !== ""
        text: root.page.code
        says: root.page.says
    }

    SetLines {
        x: root.page.code_box.left
        y: root.page.code ? root.page.code_box.top + root.page.code_box.height + Theme.unit * 4 : root.page.code_box.top
        width: root.page.code_box.width
        setting: root.page.caption
    }
}
