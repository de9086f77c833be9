pragma Singleton
import QtQuick

// Every colour, size and duration, by name. Sizes come from the glass (kiosk.bridge ScreenView), colours from the palette.
QtObject {
    id: theme

    property string palette: "paper"
    property real unit: 4
    property real bodySize: 44
    property real smallSize: 31
    property real labelSize: 34
    property real gap: 27
    property real margin: 48
    property bool keysInUse: false
    property bool still: false

    readonly property string family: "Atkinson Hyperlegible Next"

    readonly property bool dark: palette === "night" || palette === "black"
    readonly property bool plain: palette === "black" || palette === "white"

    readonly property color paper: ({ paper: "#FBF7F0", night: "#12262D", black: "#000000", white: "#FFFFFF" })[palette]
    readonly property color surface: ({ paper: "#FFFFFF", night: "#1A333C", black: "#000000", white: "#FFFFFF" })[palette]
    readonly property color ink: ({ paper: "#17313A", night: "#F3EEE4", black: "#FFFFFF", white: "#000000" })[palette]
    readonly property color soft: ({ paper: "#2F464D", night: "#D8DEDC", black: "#FFFFFF", white: "#000000" })[palette]
    readonly property color accent: ({ paper: "#14545C", night: "#9ED3D6", black: "#FFE08A", white: "#000000" })[palette]
    readonly property color accentInk: ({ paper: "#FFFFFF", night: "#12262D", black: "#000000", white: "#FFFFFF" })[palette]
    readonly property color accentPressed: ({ paper: "#0E3F46", night: "#7FBFC3", black: "#FFD15C", white: "#333333" })[palette]
    readonly property color help: ({ paper: "#5B1E3D", night: "#F3D3E2", black: "#FFFFFF", white: "#5B1E3D" })[palette]
    readonly property color helpInk: ({ paper: "#FFFFFF", night: "#3B0F25", black: "#3B0F25", white: "#FFFFFF" })[palette]
    readonly property color border: ({ paper: "#8A8270", night: "#8FA3A6", black: "#FFFFFF", white: "#000000" })[palette]
    readonly property color hairline: ({ paper: "#E4DCCB", night: "#2C4751", black: "#FFFFFF", white: "#000000" })[palette]
    readonly property color wrong: ({ paper: "#8C1530", night: "#FFC0C4", black: "#FFC0C4", white: "#8C1530" })[palette]
    readonly property color doubtful: "#8A5A00"
    readonly property color scrim: dark ? "#B0000000" : "#8017313A"
    readonly property color pictureInk: "#17313A"
    readonly property color wall: "#F3E6D2"

    readonly property int turn: still ? 0 : 260
    readonly property int fade: still ? 0 : 2400
    readonly property int dwell: 11000

    readonly property real target: unit * 20
    readonly property real smallTarget: unit * 15
    readonly property real space: unit * 5
    readonly property real radius: unit * 7
    readonly property real line: Math.max(1, unit * 0.55)

    function tint(name: string): color {
        if (plain)
            return paper;
        const light = ({ mist: "#DDEBEC", sage: "#D3E6D9", apricot: "#F6C7A1", sun: "#F9E2B8", rose: "#F0D3CF", paper: "#FFFFFF" });
        const night = ({ mist: "#22454D", sage: "#23493A", apricot: "#5A3A24", sun: "#54431C", rose: "#55302F", paper: "#1A333C" });
        return (dark ? night : light)[name] ?? (dark ? night : light).mist;
    }

    function hex(value: color): string {
        return String(value).slice(-6);
    }
}
