pragma Singleton
import QtQuick

// The colours and sizes of programs for staff at a desk; those of the kiosk's own screen are in Theme, and change with its theme.
QtObject {
    readonly property color paper: "#FDFCF9"
    readonly property color ground: "#EDE6D9"
    readonly property color surface: "#FFFFFF"
    readonly property color ink: "#17313A"
    readonly property color soft: "#4A5D63"
    readonly property color faint: "#687880"
    readonly property color accent: "#14545C"
    readonly property color accentInk: "#FFFFFF"
    readonly property color plum: "#5B1E3D"
    readonly property color border: "#8A8270"
    readonly property color hairline: "#E4DCCB"
    readonly property color chosen: "#DDEBEC"
    readonly property color outline: "#AD5410"
    readonly property color good: "#1F6B41"
    readonly property color warn: "#8A5A00"
    readonly property color wrong: "#8C1530"
    readonly property color alarm: "#F6D5D3"
    readonly property color warm: "#F9E2B8"

    readonly property string family: "Atkinson Hyperlegible Next"
    readonly property int small: 14
    readonly property int body: 16
    readonly property int large: 22

    // The box that tells how something went. While there is none, the foot of the window does.
    property Item toldBeside: null

    // Something was told beside its box just now.
    signal told(beside: Item)
}
