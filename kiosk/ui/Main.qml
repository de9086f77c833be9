pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// The window: from back to front the screen in hand, a sheet, help, the question whether somebody is there, and the buttons over all.
Window {
    id: root

    required property VisitView visit
    required property DeckView deck
    required property SignUpView signUp
    required property StaffView staff
    required property ScreenView screenView

    readonly property bool attracting: visit.at === "attract"
    readonly property bool covered: visit.helpOpen || visit.asking

    color: Theme.paper
    title: "Kiosk"
    onWidthChanged: screenView.resized(width, height)
    onHeightChanged: screenView.resized(width, height)

    Binding { target: Theme; property: "unit"; value: root.screenView.unit }
    Binding { target: Theme; property: "bodySize"; value: root.screenView.body }
    Binding { target: Theme; property: "smallSize"; value: root.screenView.small }
    Binding { target: Theme; property: "labelSize"; value: root.screenView.label }
    Binding { target: Theme; property: "gap"; value: root.screenView.gap }
    Binding { target: Theme; property: "margin"; value: root.screenView.margin }
    Binding { target: Theme; property: "palette"; value: root.visit.palette }
    Binding { target: Theme; property: "calm"; value: root.visit.calm }
    Binding { target: Words; property: "say"; value: root.deck.says }

    Item {
        id: stage
        anchors.fill: parent
        focus: true

        Keys.onPressed: event => {
            Theme.keysInUse = true;
            event.accepted = keys.take(event.key) || keys.write(event.key, event.text);
        }

        Attract {
            width: parent.width
            height: bar.y
            visible: root.attracting && !root.covered
            deck: root.deck
            visit: root.visit
            waiting: root.signUp.waiting
            upright: root.screenView.upright
        }

        Item {
            id: content
            x: Theme.margin
            y: topBar.height
            width: parent.width - 2 * Theme.margin
            height: Math.max(1, bar.y - y - Theme.unit * 6)
            visible: !root.attracting && !root.covered
            enabled: !root.visit.panelOpen && !root.visit.comfortOpen

            Home {
                anchors.fill: parent
                visible: root.visit.at === "home"
                outset: Theme.margin
                upright: root.screenView.upright
                deck: root.deck
                visit: root.visit
            }

            Lookup {
                anchors.fill: parent
                visible: root.visit.at === "lookup" || root.visit.at === "basket"
                deck: root.deck
                visit: root.visit
            }

            SignUp {
                anchors.fill: parent
                visible: root.visit.at === "signingup"
                signUp: root.signUp
                visit: root.visit
            }

            StaffPane {
                anchors.fill: parent
                visible: root.visit.at === "staff"
                staff: root.staff
            }

            Reader {
                anchors.fill: parent
                anchors.leftMargin: -Theme.margin
                anchors.rightMargin: -Theme.margin
                visible: root.visit.at === "reading"
                active: visible && !root.visit.panelOpen && !root.visit.comfortOpen && !root.visit.helpOpen && !root.visit.asking
                inset: Theme.margin
                deck: root.deck
                visit: root.visit
            }
        }

        Rectangle {
            y: topBar.height
            width: parent.width
            height: bar.y - y
            color: Theme.scrim
            visible: root.visit.panelOpen && !root.attracting && !root.covered
        }

        Sheet {
            x: content.x
            y: content.y
            width: content.width
            height: content.height
            visible: root.visit.panelOpen && !root.attracting && !root.covered
            enabled: !root.visit.comfortOpen
            visit: root.visit
            sheet: root.deck.panel
        }

        Rectangle {
            width: parent.width
            height: bar.y
            color: Theme.paper
            visible: root.visit.helpOpen && !root.visit.asking
            enabled: !root.visit.comfortOpen

            PagePane {
                x: content.x
                y: content.y
                width: content.width
                height: content.height
                page: root.deck.help.kind ? root.deck.help : null
            }
        }

        ComfortPanel {
            x: content.x
            y: content.y
            width: content.width
            height: content.height
            visible: root.visit.comfortOpen && !root.visit.asking
            visit: root.visit
            panel: root.deck.comfort
        }

        TopBar {
            id: topBar
            width: parent.width
            deck: root.deck
            visit: root.visit
            staff: root.staff
            mode: bar.mode
            buttons: !bar.inRows
        }

        StillThere {
            width: parent.width
            height: bar.y
            visible: root.visit.asking
            visit: root.visit
        }

        ControlBar {
            id: bar
            y: Math.min(parent.height, root.screenView.reachBottom) - height
            width: parent.width
            height: implicitHeight
            deck: root.deck
            visit: root.visit
            signUp: root.signUp
            staff: root.staff
            upright: root.screenView.upright
            low: !upright && root.screenView.reachTop > Theme.unit * 6
        }

        Item {
            // Over everything, takes nothing: any finger is a sign of life.
            anchors.fill: parent

            PointHandler {
                onActiveChanged: {
                    if (active) {
                        Theme.keysInUse = false;
                        root.visit.touched(false);
                    }
                }
            }
        }
    }

    QtObject {
        id: keys

        // Six keys do everything: arrows turn pages and walk the buttons, Enter presses, Escape goes one step back.
        function take(key: int): bool {
            if (root.visit.asking) {
                root.visit.stay();
                return true;
            }
            root.visit.touched(true);
            // Among keys and options, left and right walk; only Next and Back turn.
            const walking = root.visit.at === "signingup" || root.visit.at === "staff";
            switch (key) {
            case Qt.Key_Left:
                return walking ? walk(false) : turn(-1);
            case Qt.Key_Right:
                return walking ? walk(true) : turn(1);
            case Qt.Key_Up:
                return walk(false);
            case Qt.Key_Down:
                return walk(true);
            case Qt.Key_Escape:
            case Qt.Key_Back:
                return leave();
            case Qt.Key_F1:
            case Qt.Key_Help:
                root.visit.askForHelp(0);
                return true;
            case Qt.Key_Return:
            case Qt.Key_Enter:
                if (!root.covered && (root.visit.at === "signingup" || root.visit.at === "staff") && bar.ahead)
                    bar.turnTo(1);
                if (root.attracting && !root.visit.helpOpen && root.deck.attract.open)
                    root.visit.wake("");
                return true;
            }
            return false;
        }

        // A real keyboard writes into the field in hand.
        function write(key: int, text: string): bool {
            const letter = text.length > 0 && text.charCodeAt(0) >= 32 && text.charCodeAt(0) !== 127;
            if (root.covered || !letter && key !== Qt.Key_Backspace)
                return false;
            if (root.signUp.wantsLetters)
                letter ? root.signUp.type(text) : root.signUp.does("erase");
            else if (root.staff.wantsLetters)
                letter ? root.staff.type(text) : root.staff.does("erase");
            return root.signUp.wantsLetters || root.staff.wantsLetters;
        }

        function turn(by: int): bool {
            if (by > 0 ? bar.ahead : bar.behind)
                bar.turnTo(by);
            return true;
        }

        function walk(forward: bool): bool {
            const from = root.activeFocusItem ?? stage;
            from.nextItemInFocusChain(forward)?.forceActiveFocus(Qt.TabFocusReason);
            return true;
        }

        function leave(): bool {
            if (root.visit.panelOpen || root.visit.helpOpen || root.visit.comfortOpen)
                root.visit.close();
            else if (root.visit.at === "basket")
                root.visit.goTo("lookup//0");
            else if (!root.attracting)
                root.visit.goTo("home/0");
            return true;
        }
    }

    Connections {
        target: content

        function onWidthChanged(): void { areaTimer.restart(); }
        function onHeightChanged(): void { areaTimer.restart(); }
        function onYChanged(): void { areaTimer.restart(); }
    }

    Connections {
        target: root.screenView

        function onChanged(): void { areaTimer.restart(); }
    }

    // Several bindings settle one after the other when the window changes; the layout is asked for once, after them.
    Timer {
        id: areaTimer
        interval: 0
        onTriggered: root.deck.area(content.width, content.height, root.screenView.reachTop - content.y)
    }
}
