import QtQuick
import kiosk.ui

// A picture file, loaded beside the drawing of frames (at once where nothing may move) and drawn at the size it has on the screen.
Image {
    sourceSize: Qt.size(Math.round(width), Math.round(height))
    fillMode: Image.PreserveAspectFit
    asynchronous: !Theme.still
}
