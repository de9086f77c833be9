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
    property bool calm: false

    // What the voice says now: which sentence of which texts (-1: all of them).
    property var spokenTexts: []
    property int spokenSentence: 0
    property bool aloud: false

    // What stands on a screen that is dark because the clinic is closed; 7:1 on black.
    readonly property color asleep: "#8C9A9E"

    readonly property string family: "Atkinson Hyperlegible Next"

    readonly property bool dark: palette === "night" || palette === "black"
    readonly property bool plain: palette === "black" || palette === "white"

    // Four sets of colours; "black" and "white" know no tints and give 15:1 and more.
    readonly property var palettes: ({
        paper: {
            paper: "#FBF7F0",
            surface: "#FFFFFF",
            ink: "#17313A",
            soft: "#2F464D",
            accent: "#14545C",
            accentInk: "#FFFFFF",
            accentPressed: "#0E3F46",
            help: "#5B1E3D",
            helpInk: "#FFFFFF",
            border: "#8A8270",
            hairline: "#E4DCCB",
            wrong: "#8C1530"
        },
        night: {
            paper: "#12262D",
            surface: "#1A333C",
            ink: "#F3EEE4",
            soft: "#D8DEDC",
            accent: "#9ED3D6",
            accentInk: "#12262D",
            accentPressed: "#7FBFC3",
            help: "#FCC9C0",
            helpInk: "#3B0F25",
            border: "#8FA3A6",
            hairline: "#2C4751",
            wrong: "#FBB0A3"
        },
        black: {
            paper: "#000000",
            surface: "#000000",
            ink: "#FFFFFF",
            soft: "#FFFFFF",
            accent: "#FFE08A",
            accentInk: "#000000",
            accentPressed: "#FFD15C",
            help: "#FFFFFF",
            helpInk: "#3B0F25",
            border: "#FFFFFF",
            hairline: "#FFFFFF",
            wrong: "#FFD0D3"
        },
        white: {
            paper: "#FFFFFF",
            surface: "#FFFFFF",
            ink: "#000000",
            soft: "#000000",
            accent: "#000000",
            accentInk: "#FFFFFF",
            accentPressed: "#333333",
            help: "#440F31",
            helpInk: "#FFFFFF",
            border: "#000000",
            hairline: "#000000",
            wrong: "#4A0E08"
        }
    })
    readonly property var own: palettes[palette] ?? palettes.paper

    readonly property color paper: own.paper
    readonly property color surface: own.surface
    readonly property color ink: own.ink
    readonly property color soft: own.soft
    readonly property color accent: own.accent
    readonly property color accentInk: own.accentInk
    readonly property color accentPressed: own.accentPressed
    readonly property color help: own.help
    readonly property color helpInk: own.helpInk
    readonly property color border: own.border
    readonly property color hairline: own.hairline
    readonly property color wrong: own.wrong
    readonly property color doubtful: "#8A5A00"
    readonly property color scrim: dark ? "#B0000000" : "#8017313A"
    readonly property color spoken: plain ? (dark ? "#272200" : "#FFF0B0") : dark ? "#54431C" : "#F9E2B8"
    // The pictures are drawn for light paper; on a dark screen they would be the only bright thing.
    readonly property real dimmed: dark ? 0.8 : 1
    readonly property color pictureInk: "#17313A"
    readonly property color wall: "#F3E6D2"

    readonly property int turn: still || calm ? 0 : 260
    readonly property int fade: still || calm ? 0 : 2000
    readonly property int dwell: 20000

    readonly property real target: unit * 20
    readonly property real smallTarget: unit * 15

    // What the layout counts with, too (kiosk/layout/measures.py); nothing before the glass is known.
    property var sizes: ({})
    readonly property real top: sizes.top ?? 0
    readonly property real aboveBar: sizes.above_bar ?? 0
    readonly property real space: sizes.space ?? 0
    readonly property real pad: sizes.pad ?? 0
    readonly property real cardEdge: sizes.card_edge ?? 0
    readonly property real rowEdge: sizes.row_edge ?? 0
    readonly property real disc: sizes.disc ?? 0
    readonly property real discLeft: sizes.disc_left ?? 0
    readonly property real discRight: sizes.disc_right ?? 0
    readonly property real arrow: sizes.arrow ?? 0
    readonly property real arrowRight: sizes.arrow_right ?? 0
    readonly property real linkLeast: sizes.link_least ?? 0
    readonly property real linkAir: sizes.link_air ?? 0
    readonly property real rail: sizes.rail ?? 0
    readonly property real railMiddle: sizes.rail_middle ?? 0
    readonly property real railLine: sizes.rail_line ?? 0
    readonly property real railLabels: sizes.rail_labels ?? 0
    readonly property real stop: sizes.stop ?? 0
    readonly property real stopNow: sizes.stop_now ?? 0

    readonly property real smallRadius: unit * 4
    readonly property real tinyRadius: unit * 2
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
