import QtQuick
import kiosk.ui

// A QR code, every module as many whole pixels as fit, always black on white.
Rectangle {
    id: root

    property string says: ""
    property string text: ""

    readonly property int modules: image.implicitWidth
    readonly property real scaled: modules > 0 ? Math.max(1, Math.floor(width / modules)) * modules : 0

    color: "white"
    radius: Theme.tinyRadius
    border.width: Theme.line
    border.color: Theme.border

    Image {
        id: image
        anchors.centerIn: parent
        width: root.scaled
        height: root.scaled
        source: root.text ? "image://code/" + encodeURIComponent(root.text) : ""
        smooth: false
        cache: false // by its address, which says what somebody takes along
        Accessible.role: Accessible.Graphic
        Accessible.name: root.says
        Accessible.ignored: root.says === ""
    }
}
