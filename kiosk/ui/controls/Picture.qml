import QtQuick
import kiosk.ui

// A picture file, loaded beside the drawing of frames (at once where nothing may move) and drawn at the size it has on the screen,
// but never larger than it was tried (kiosk/bridge/picture_process.py): so that it covers a square of `most` pixels.
// A photograph is turned as its camera says. Its size is to be whole pixels: by half a pixel more it would be scaled in every frame.
Image {
    // It covers all of its place, and what stands out is cut off.
    property bool covering: false

    // Its height says how large it is, and `implicitWidth` how wide it is then.
    property bool byHeight: false

    // Of a square that is covered, only the last column of pixels at this edge, drawn out over all of its place.
    property int edge: 0

    readonly property int most: 2160
    readonly property real side: Math.min(most, edge === 0 ? Math.max(width, height) : height)
    readonly property real share: Math.min(1, most / Math.max(1, Math.min(width, height)))

    sourceSize: covering || edge !== 0 ? Qt.size(side, side) : Qt.size(byHeight ? 0 : Math.round(width * share), Math.round(height * share))
    sourceClipRect: edge === 0 ? undefined : Qt.rect(edge === Qt.LeftEdge ? 0 : side - 1, 0, 1, side)
    autoTransform: true
    fillMode: edge !== 0 ? Image.Stretch : covering ? Image.PreserveAspectCrop : Image.PreserveAspectFit
    asynchronous: !Theme.still
}
