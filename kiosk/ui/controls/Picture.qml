import QtQuick
import kiosk.ui

// A picture file, loaded beside the drawing of frames (at once where nothing may move) and drawn at the size it has on the screen.
// That is to be whole pixels: by half a pixel more it would be scaled in every frame.
Image {
    sourceSize: Qt.size(Math.round(width), Math.round(height))
    fillMode: Image.PreserveAspectFit
    asynchronous: !Theme.still
}
