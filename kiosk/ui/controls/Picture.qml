import QtQuick

// A picture file, loaded beside the drawing of frames and drawn at the size it has on the screen.
Image {
    readonly property bool loading: status === Image.Loading

    sourceSize: Qt.size(Math.round(width), Math.round(height))
    fillMode: Image.PreserveAspectFit
    asynchronous: true
}
