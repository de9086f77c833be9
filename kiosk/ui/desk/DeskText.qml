import QtQuick
import kiosk.ui

// Words at the desk.
Text {
    color: Desk.ink
    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    font.family: Desk.family
    font.pixelSize: Desk.body
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
