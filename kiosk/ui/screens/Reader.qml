pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// Pages side by side: the one in hand, and its neighbours ready beside it. A finger moves them, a button too.
Item {
    id: root

    required property DeckView deck
    required property VisitView visit
    property bool active: false
    property real inset: 0

    readonly property var pages: deck.pages
    readonly property bool over: visit.at === "attract"

    // The picture in hand goes up to the edge of the screen.
    readonly property bool pictured: visible && !!pages.current && pages.current.frame.bleeds
    readonly property real reach: width
    readonly property bool moving: Math.abs(shift) > 0.5
    property real shift: 0

    function place(): void {
        const fresh = pages;
        if (!fresh.current)
            return;
        const here = paneAt(0), ahead = paneAt(1), behind = paneAt(-1);
        slideHome.stop();
        if (here.page && here.address === fresh.current.frame.address) {
            here.page = fresh.current;
            fillNeighbours();
        } else if (ahead.page && ahead.address === fresh.current.frame.address) {
            turn(1);
        } else if (behind.page && behind.address === fresh.current.frame.address) {
            turn(-1);
        } else {
            shift = 0;
            here.page = fresh.current;
            fillNeighbours();
        }
    }

    function turn(by: int): void {
        for (const pane of [first, second, third])
            pane.offset = (pane.offset - by + 4) % 3 - 1;
        paneAt(0).page = pages.current;
        shift += by * reach;
        slideHome.restart();
    }

    function fillNeighbours(): void {
        filling.stop();
        paneAt(-1).page = pages.before ?? null;
        paneAt(1).page = pages.after ?? null;
    }

    function paneAt(offset: int): PagePane {
        return [first, second, third].find(pane => pane.offset === offset);
    }

    function release(speed: real): void {
        const forward = shift < 0;
        const target = forward ? pages.after : pages.before;
        const pulled = Math.abs(shift) / width;
        if (target && (pulled > 0.2 || pulled > 0.08 && Math.abs(speed) > Theme.unit * 150 && speed < 0 === forward))
            visit.act(target.frame.address);
        else
            slideHome.restart();
    }


    onPagesChanged: place()

    // Nothing that a visitor touched stays behind, though nobody sees it.
    onOverChanged: {
        if (over)
            for (const pane of [first, second, third])
                pane.page = null;
    }

    component Pane: PagePane {
        width: root.width - 2 * root.inset
        height: root.height
        x: root.inset + offset * root.reach + root.shift
        visible: offset === 0 || root.moving
        onActed: action => root.visit.act(action)
    }

    Pane {
        id: first
        offset: -1
    }

    Pane {
        id: second
        offset: 0
    }

    Pane {
        id: third
        offset: 1
    }

    DragHandler {
        id: drag

        property real speed: 0

        enabled: root.active
        target: null
        yAxis.enabled: false
        dragThreshold: Theme.unit * 9 // a finger that rolls by 5 mm or more while it presses a card is no swipe
        grabPermissions: PointerHandler.CanTakeOverFromAnything
        onActiveChanged: {
            if (active) {
                slideHome.stop();
                root.fillNeighbours();
            } else
                root.release(speed);
        }
        onActiveTranslationChanged: {
            if (active) {
                const pulled = activeTranslation.x;
                const resisted = pulled > 0 && !root.pages.before || pulled < 0 && !root.pages.after;
                root.shift = resisted ? pulled * 0.2 : pulled;
                speed = centroid.velocity.x;
            }
        }
    }

    NumberAnimation {
        id: slideHome
        target: root
        property: "shift"
        to: 0
        duration: Theme.turn
        easing.type: Easing.OutCubic
        onFinished: filling.restart()
    }

    // The page that was turned to is drawn first.
    Timer {
        id: filling
        interval: 30
        onTriggered: root.fillNeighbours()
    }
}
