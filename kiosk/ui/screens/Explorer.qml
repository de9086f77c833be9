import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// While the voice reads, a touch tells what it came upon, and a second touch on the same presses it (ADA 707.3, EN 301 549 5.5.2).
// On words it reads from there. A swipe turns the page. What steers the voice works at the first touch.
MouseArea {
    id: root

    required property Item ground
    required property SpeechView speech
    required property VisitView visit
    required property ControlBar bar
    required property Teller teller

    property T.AbstractButton told: null
    property point began

    function explore(x: real, y: real): void {
        const found = uppermost(ground, x, y);
        const button = found as T.AbstractButton;
        if (button && button === told) {
            told = null;
            button.click();
            const now = Window.activeFocusItem as T.AbstractButton ?? button; // what was touched may have been made anew
            if (now.checkable && !(now as OptionButton)?.retold)
                teller.tell(now);
        } else if (button && !button.Accessible.ignored) {
            told = button;
            button.forceActiveFocus(Qt.MouseFocusReason);
            teller.tell(button);
        } else {
            told = null;
            const lines = found as SetLines;
            if (lines) {
                const at = ground.mapToItem(lines, x, y);
                speech.readFrom(lines.plain, lines.sentenceAt(at.x, at.y));
            }
        }
    }

    // The button or the words at a place; a button goes before the words on it.
    function uppermost(item: Item, x: real, y: real): Item {
        const things = [...item.children].reverse();
        for (const thing of things) {
            if (thing === root || !thing.visible || !thing.enabled)
                continue;
            const at = item.mapToItem(thing, x, y);
            const here = thing.contains(at);
            if (here && thing as T.AbstractButton)
                return thing.Accessible.ignored ? uppermost(thing, at.x, at.y) ?? thing : thing;
            const inside = uppermost(thing, at.x, at.y);
            if (inside)
                return inside;
            if (here && thing as SetLines)
                return thing;
        }
        return null;
    }

    onPressed: mouse => {
        const steers = bar.steersVoice(mapToItem(bar, mouse.x, mouse.y));
        mouse.accepted = !steers;
        began = Qt.point(mouse.x, mouse.y);
    }
    onReleased: mouse => {
        const moved = Qt.point(mouse.x - began.x, mouse.y - began.y);
        if (Math.abs(moved.x) > Theme.unit * 30 && Math.abs(moved.x) > 2 * Math.abs(moved.y)) {
            told = null;
            if (moved.x < 0 ? bar.ahead : bar.behind)
                bar.turnTo(moved.x < 0 ? 1 : -1);
        } else if (Math.hypot(moved.x, moved.y) < Theme.unit * 8) {
            explore(mouse.x, mouse.y);
        }
    }
}
