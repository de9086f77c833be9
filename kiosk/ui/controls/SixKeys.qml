import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Six keys do everything: left and right turn pages, up and down walk the buttons, select presses, help opens help.
// On our keyboard, left, right, up and down walk the keys as they lie; so they do the cards of the topics, for whoever sees them.
Item {
    id: root

    required property KeypadView keypad
    required property VisitView visit
    required property SpeechView speech
    required property SignUpView signUp
    required property StaffView staff
    required property ControlBar bar
    required property Teller teller
    required property Item ground
    required property bool open

    readonly property bool attracting: visit.at === "attract" && !visit.helpOpen && !visit.comfortOpen
    readonly property bool walking: (visit.at === "signingup" || visit.at === "staff") && !visit.helpOpen && !visit.urgentOpen || visit.comfortOpen
    readonly property bool seeing: visit.at === "home" && !visit.panelOpen && !visit.helpOpen && !visit.comfortOpen && !visit.urgentOpen && !visit.aloud
    readonly property T.AbstractButton held: Window.activeFocusItem as T.AbstractButton

    // How many sheets lie over one another; what was in hand when each of them came; and what is to be in hand now that one is gone.
    readonly property int sheets: (visit.panelOpen ? 1 : 0) + (visit.helpOpen ? 1 : 0) + (visit.breathing ? 1 : 0) + (visit.comfortOpen ? 1 : 0) + (visit.urgentOpen ? 1 : 0)
    property var openers: []
    property Item again: null
    property bool emptied: false

    // The last key wrote a letter: Enter after it ends the answer, as in any form.
    property bool wrote: false

    function press(action: string): void {
        const before = { sheets, held, beneath: beneath() };
        emptied = emptied && action === "select";
        take(action);
        wrote = false;
        if (sheets > before.sheets)
            openers[before.sheets] = before.held;
        else if (sheets < before.sheets && beneath() === before.beneath)
            giveBack();
    }

    function beneath(): string {
        return [visit.at, bar.deck.pages.current?.frame.address, signUp.page.frame?.heading.plain, signUp.page.frame?.number].join();
    }

    // A sheet is closed: the keys go on where they were. Whose place is gone begins anew, and Select leads nobody on from there unheard.
    function giveBack(): void {
        const opener = openers[sheets];
        again = opener?.visible ? opener : null;
        emptied = !again;
        again?.forceActiveFocus(Qt.TabFocusReason);
    }

    // What is in hand on a screen that the voice begins to read.
    function arrive(): void {
        (again ?? ground).forceActiveFocus(Qt.TabFocusReason);
    }

    function take(action: string): void {
        if (staff.cleaning > 0)
            return;
        if (action === "plugged" || action === "unplugged") {
            speech.hearKeypad(action === "plugged");
            return;
        }
        if (!Theme.keysInUse)
            ground.forceActiveFocus(); // after a finger the keys begin with the first thing of the page
        Theme.keysInUse = true;
        speech.hush();
        if (visit.asking) {
            visit.act("stay");
            return;
        }
        Qt.callLater(begin);
        if (action === "help") {
            visit.act("help:0"); // first of all, since a key turns no voice on where nobody is
            visit.touched(true);
            return;
        }
        if (attracting) {
            wake();
            return;
        }
        const helped = visit.helpOpen;
        visit.touched(true);
        if (!seeing || !step(action))
            follow(action);
        if (helped && attracting)
            wake(); // whoever began by help goes on from there
    }

    function wake(): void {
        if (open) {
            visit.act("wake");
            visit.touched(true);
        }
    }

    function follow(action: string): void {
        switch (action) {
        case "left":
            return walking ? walk(-1, true) : turn(-1);
        case "right":
            return walking ? walk(1, true) : turn(1);
        case "up":
            return walk(-1, false);
        case "down":
            return walk(1, false);
        case "select":
            return select();
        case "louder":
            return visit.act("comfort-choice:volume:+1");
        case "quieter":
            return visit.act("comfort-choice:volume:-1");
        case "back":
            return leave();
        }
    }

    // Among the topics something is always in hand: the first of them, until another is.
    function begin(): void {
        if (seeing && Theme.keysInUse && !(held?.visible))
            cards()[0]?.forceActiveFocus(Qt.TabFocusReason);
    }

    // From card to card as they lie; whether there was one on that side.
    function step(action: string): bool {
        const by = { left: -1, right: 1, up: -1, down: 1 }[action];
        if (!by || !(held as TopicCard))
            return false;
        const from = centre(held);
        const across = action === "left" || action === "right";
        const found = across ? cards().filter(each => each !== held && Math.abs(centre(each).y - from.y) < held.height / 2 && by * (centre(each).x - from.x) > 0)
            .sort((one, other) => by * (centre(one).x - centre(other).x))[0] : nearest(cards(), by);
        found?.forceActiveFocus(Qt.TabFocusReason);
        if (found)
            visit.lived();
        return !!found;
    }

    function cards(): var {
        return stops().filter(each => each as TopicCard);
    }

    // A real keyboard writes into the field in hand.
    function write(letter: string): void {
        if (staff.cleaning > 0)
            return;
        Theme.keysInUse = true;
        if (visit.asking) {
            visit.act("stay");
            return;
        }
        if (visit.helpOpen || visit.comfortOpen || visit.panelOpen || visit.urgentOpen)
            return;
        if (signUp.wantsLetters)
            signUp.write(letter);
        else if (staff.wantsLetters)
            staff.write(letter);
        wrote = signUp.wantsLetters || staff.wantsLetters;
    }

    // Where there is no way back, five quick presses of left lead staff in, as five touches on the clinic's mark do.
    function turn(by: int): void {
        if (by > 0 ? bar.ahead : bar.behind)
            bar.turnTo(by);
        else if (by < 0 && visit.at === "home")
            staff.act("knock");
    }

    // With nothing in hand it ends an answer, or leads on whoever sees to where. Whoever listens asks by it where she is.
    function select(): void {
        const button = held;
        if (!button) {
            if (emptied || visit.aloud && !wrote)
                speech.again();
            else if (walking && bar.ahead)
                bar.turnTo(1);
            return;
        }
        button.click();
        const now = held ?? button; // what was touched may have been made anew
        if (now.checkable && !(now as OptionButton)?.retold)
            teller.tell(now);
    }

    function leave(): void {
        if (visit.panelOpen || visit.helpOpen || visit.comfortOpen || visit.urgentOpen)
            visit.act("close");
        else if (visit.at === "basket")
            visit.act("go:lookup//0");
        else if (visit.at === "comparing")
            bar.turnTo(-1);
        else if (visit.at === "signingup")
            signUp.act("look-up");
        else if (visit.at !== "attract")
            visit.act("go:home/0");
    }

    function walk(by: int, across: bool): void {
        const all = stops();
        if (all.length === 0)
            return;
        const at = held as TypeKey && !across ? edge(all, by) : all.indexOf(held);
        const beside = held as TypeKey && !across ? nearest(all.filter(each => each as TypeKey), by) : null;
        const before = Window.activeFocusItem;
        const found = beside ?? all[(at < 0 ? by > 0 ? 0 : all.length - 1 : at + by + all.length) % all.length];
        found.forceActiveFocus(Qt.TabFocusReason);
        if (found !== before)
            visit.lived();
        teller.tell(found);
    }

    // Everything that can be pressed, in the order of the screen; each once.
    function stops(): var {
        const found = [];
        let item = ground.nextItemInFocusChain(true);
        while (item && !found.includes(item)) {
            found.push(item);
            item = item.nextItemInFocusChain(true);
        }
        return wordsFirst(found.filter(each => each as T.AbstractButton));
    }

    // What can be pressed in the words of a page comes before the way to its sources.
    function wordsFirst(found: var): var {
        const link = found.find(each => each.objectName === "sources");
        if (!link)
            return found;
        const own = found.filter(each => each !== link && inside(each, link.parent));
        const others = found.filter(each => each !== link && !own.includes(each));
        const at = others.filter(each => found.indexOf(each) < found.indexOf(link)).length;
        return [...others.slice(0, at), ...own, link, ...others.slice(at)];
    }

    function inside(item: Item, page: Item): bool {
        for (let at = item; at; at = at.parent) {
            if (at === page)
                return true;
        }
        return false;
    }

    // Where the keys of our keyboard begin, or end: what is over the first row or under the last one comes before or after all of them.
    function edge(all: var, by: int): int {
        const keys = all.map(each => (each as TypeKey) !== null);
        return by > 0 ? keys.lastIndexOf(true) : keys.indexOf(true);
    }

    // Over or under the key in hand, as near as can be to its middle.
    function nearest(all: var, by: int): Item {
        const from = centre(held);
        const rows = all.map(each => ({ each, at: centre(each) })).filter(each => by * (each.at.y - from.y) > Theme.unit * 6);
        const first = Math.min(...rows.map(each => by * each.at.y));
        const row = rows.filter(each => by * each.at.y - first < Theme.unit * 10);
        row.sort((one, other) => Math.abs(one.at.x - from.x) - Math.abs(other.at.x - from.x));
        return row.length ? row[0].each : null;
    }

    function centre(item: Item): point {
        return item.mapToItem(ground, item.width / 2, item.height / 2);
    }

    Connections {
        target: root.keypad

        function onPressed(action: string): void { root.press(action); }
        function onTyped(letter: string): void { root.write(letter); }
    }
}
