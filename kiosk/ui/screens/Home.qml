pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// The topics, each a card. Upright the cards stand low, within reach, and the room from the attract screen fills what is above them.
Item {
    id: root

    required property DeckView deck
    required property VisitView visit
    required property bool upright
    property real outset: 0

    readonly property real headingTop: deck.home.heading_top

    // Its picture goes up to the edge of the screen.
    readonly property bool pictured: visible && picture.visible

    Picture {
        id: picture
        x: -root.outset
        y: -Theme.top
        width: root.width + 2 * root.outset
        height: root.headingTop - Theme.unit * 9 - y
        visible: root.upright && height > Theme.unit * 60
        opacity: Theme.dimmed
        source: visible ? root.deck.attract.pictures[0] ?? "" : ""
        covering: true
        Accessible.ignored: true
    }

    SetLines {
        id: heading
        y: root.headingTop
        width: root.width
        heads: true
        setting: root.deck.home.heading
    }

    NoticeCard {
        x: root.deck.home.notice?.left ?? 0
        y: heading.y + (root.deck.home.notice?.top ?? 0)
        notice: root.deck.home.notice
    }

    Repeater {
        model: root.deck.home.cards

        TopicCard {
            required property var modelData

            card: modelData
            onClicked: root.visit.act(modelData.action)
        }
    }
}
