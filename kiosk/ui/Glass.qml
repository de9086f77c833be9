pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// The glass: from back to front the screen in hand, a sheet, help, reading comfort, an urgent notice where help is closed, the question whether somebody is there, and the buttons over all.
Rectangle {
    id: root

    required property VisitView visit
    required property DeckView deck
    required property SignUpView signUp
    required property StaffView staff
    required property ScreenView screenView
    required property SpeechView speech
    required property KeypadView keypad
    required property OpeningView opening

    readonly property bool attracting: visit.at === "attract"
    readonly property bool covered: visit.helpOpen || visit.asking

    color: Theme.paper
    onWidthChanged: screenView.resized(width, height)
    onHeightChanged: screenView.resized(width, height)

    Binding { target: Theme; property: "sizes"; value: root.screenView.sizes }
    Binding { target: Theme; property: "unit"; value: root.screenView.unit }
    Binding { target: Theme; property: "bodySize"; value: root.screenView.body }
    Binding { target: Theme; property: "smallSize"; value: root.screenView.small }
    Binding { target: Theme; property: "labelSize"; value: root.screenView.label }
    Binding { target: Theme; property: "gap"; value: root.screenView.gap }
    Binding { target: Theme; property: "margin"; value: root.screenView.margin }
    Binding { target: Theme; property: "palette"; value: root.visit.palette }
    Binding { target: Theme; property: "calm"; value: root.visit.calm }
    Binding { target: Theme; property: "aloud"; value: root.visit.aloud }
    Binding { target: Theme; property: "spokenTexts"; value: root.speech.said.texts }
    Binding { target: Theme; property: "spokenSentence"; value: root.speech.said.sentence }
    Binding { target: Words; property: "say"; value: root.deck.says }

    Item {
        id: stage
        anchors.fill: parent
        focus: true
        Accessible.role: Accessible.Pane
        Accessible.name: root.deck.attract.name

        Attract {
            width: parent.width
            height: bar.y
            visible: root.attracting && !root.covered && !root.opening.dark
            deck: root.deck
            visit: root.visit
            waiting: root.signUp.waiting
            lost: root.signUp.lost
            upright: root.screenView.upright
        }

        Item {
            id: content
            x: Theme.margin
            y: topBar.height
            width: parent.width - 2 * Theme.margin
            height: Math.max(1, bar.y - y - Theme.aboveBar)
            visible: !root.attracting && !root.covered
            enabled: !root.visit.panelOpen && !root.visit.comfortOpen && !root.visit.urgentOpen

            Home {
                id: home
                anchors.fill: parent
                visible: root.visit.at === "home"
                outset: Theme.margin
                upright: root.screenView.upright
                deck: root.deck
                visit: root.visit
            }

            Lookup {
                id: lookup
                anchors.fill: parent
                visible: ["lookup", "basket", "comparing"].includes(root.visit.at)
                deck: root.deck
                visit: root.visit
            }

            SignUp {
                id: form
                anchors.fill: parent
                visible: root.visit.at === "signingup"
                signUp: root.signUp
            }

            StaffPane {
                anchors.fill: parent
                visible: root.visit.at === "staff"
                staff: root.staff
            }

            Reader {
                id: reader
                anchors.fill: parent
                anchors.leftMargin: -Theme.margin
                anchors.rightMargin: -Theme.margin
                visible: root.visit.at === "reading"
                active: visible && !root.visit.panelOpen && !root.visit.comfortOpen && !root.visit.urgentOpen && !root.visit.helpOpen && !root.visit.asking
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
            enabled: !root.visit.comfortOpen && !root.visit.urgentOpen
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
                page: root.deck.help.frame ? root.deck.help : null
                onActed: action => root.visit.act(action)
            }
        }

        ComfortPanel {
            x: content.x
            y: content.y
            width: content.width
            height: content.height
            visible: root.visit.comfortOpen && !root.visit.asking
            enabled: !root.visit.urgentOpen
            visit: root.visit
            panel: root.deck.comfort
        }

        Rectangle {
            y: topBar.height
            width: parent.width
            height: bar.y - y
            color: Theme.scrim
            visible: root.visit.urgentOpen && !root.visit.asking
        }

        Sheet {
            x: content.x
            y: content.y
            width: content.width
            height: content.height
            visible: root.visit.urgentOpen && !root.visit.asking
            visit: root.visit
            sheet: root.deck.urgent
            edge: Theme.wrong
            edgeWidth: Theme.line * 3
        }

        TopBar {
            id: topBar
            width: parent.width
            deck: root.deck
            visit: root.visit
            signUp: root.signUp
            staff: root.staff
            mode: bar.mode
            bare: bar.mode === "help"
            buttons: !bar.inRows
            onPicture: home.pictured || reader.pictured || lookup.pictured || form.pictured
            early: bar.early
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
            speech: root.speech
            upright: root.screenView.upright
            low: !upright && root.screenView.reachTop > Theme.unit * 6
        }

        Rectangle {
            // For somebody who listens and wants nobody to look.
            anchors.fill: parent
            color: "black"
            visible: root.visit.curtain && !root.visit.asking
        }

        Explorer {
            anchors.fill: parent
            visible: root.visit.aloud && !root.visit.asking
            ground: stage
            speech: root.speech
            visit: root.visit
            bar: bar
            teller: teller
        }

        Night {
            anchors.fill: parent
            visible: root.opening.dark && root.attracting && !root.covered
            deck: root.deck
            visit: root.visit
            opening: root.opening
            reachTop: root.screenView.reachTop
            reachBottom: root.screenView.reachBottom
        }

        Cleaning {
            anchors.fill: parent
            visible: root.staff.cleaning > 0
            staff: root.staff
        }

        Item {
            // Over everything, takes nothing: any finger is a sign of life, and makes the voice silent.
            anchors.fill: parent

            PointHandler {
                onActiveChanged: {
                    if (active) {
                        Theme.keysInUse = false;
                        root.speech.hush();
                        root.visit.touched(false);
                    }
                }
            }
        }
    }

    Teller {
        id: teller
        speech: root.speech
    }

    SixKeys {
        id: keys
        keypad: root.keypad
        visit: root.visit
        speech: root.speech
        signUp: root.signUp
        staff: root.staff
        bar: bar
        teller: teller
        ground: stage
        open: root.deck.attract.open
    }

    Connections {
        target: root.speech

        // The keys begin at the way to the other language.
        function onGreeted(): void { (bar.inRows ? bar.language : topBar.language).forceActiveFocus(Qt.TabFocusReason); }

        // Whoever listens walks each new screen from its beginning.
        function onAnnounced(words: string): void {
            stage.Accessible.announce(words);
            if (root.visit.aloud)
                keys.arrive();
            keys.again = null;
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
