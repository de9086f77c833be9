import QtQuick
import kiosk.ui

// All answers before they are sent: a list, and above it what a touch on a row does.
RowsPage {
    id: root

    Caption {
        place: root.body.caption_box
        setting: root.body.caption
        wrong: root.body.wrong
    }
}
