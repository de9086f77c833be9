pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// All buttons that are always there, low on the screen. Help is its first button, on every screen, never covered;
// on the page with 988 itself the calm minute stands in its place.
// One row where the screen is wide enough and its upper edge in reach (then the rest stands in TopBar); else two rows, or three.
Item {
    id: root

    required property DeckView deck
    required property VisitView visit
    required property SignUpView signUp
    required property StaffView staff
    required property SpeechView speech
    required property bool upright
    required property bool low

    readonly property string mode: visit.asking ? "asking" : visit.urgentOpen ? "urgent" : visit.comfortOpen ? "comfort" : visit.helpOpen ? visit.breathing ? "calm" : "help" : visit.panelOpen ? "panel" : visit.at
    readonly property bool listing: leads.lists
    readonly property bool comparable: leads.compares !== ""
    readonly property bool calming: mode === "help" && leads.back === "" && !!Words.say.calm // beside 988 itself a button for it is of no use
    readonly property bool ending: mode === "reading" && deck.pages.current?.body.kind === "End"
    readonly property bool easing: mode === "comfort"
    readonly property bool signing: mode === "signingup"
    readonly property bool staffed: mode === "staff"
    readonly property var leads: staffed ? staff.turns : signing ? signUp.turns : deck.turns
    readonly property bool behind: leads.back !== ""
    readonly property bool ahead: leads.ahead !== ""
    readonly property bool erasing: mode === "panel" && visit.panelKind === "erase"
    readonly property bool onSheet: easing || ["panel", "help", "calm", "urgent"].includes(mode)
    readonly property bool early: onSheet && ahead // a sheet can be closed before its last page
    readonly property bool turning: onSheet || behind || ahead
    readonly property string question: mode === "panel" ? deck.panel.take : ""
    readonly property real pad: Theme.unit * 5
    readonly property real rowGap: Theme.unit * 4
    readonly property real room: width - 2 * Theme.margin
    readonly property real backNeeds: widest(["back", "erase_yes"])
    readonly property real aheadNeeds: widest(["next", "go_on", "send", "done", "save", "close", "erase_no"])
    readonly property real waysNeed: Math.max(topics.implicitWidth, shut.implicitWidth) + language.implicitWidth + Theme.space
    readonly property real turnsNeed: backNeeds + aheadNeeds + Theme.space
    readonly property bool inRows: low || upright || always.needed + turnsNeed + Theme.unit * 40 > room
    readonly property bool threeRows: inRows && waysNeed + turnsNeed + 2 * Theme.space > room

    readonly property alias language: language
    readonly property real voiceNeeds: visit.aloud ? voice.height + rowGap : 0
    readonly property bool tells: deck.urgentLine.says !== "" && visit.at !== "attract" && !visit.helpOpen // help has all the room there is
    readonly property real urgentNeeds: tells ? urgent.height + rowGap : 0
    readonly property real above: urgentNeeds + voiceNeeds

    // A button with an icon that keeps its place, whichever of these words is on it.
    function widest(names: var): real {
        return roomFor(names.map(name => Words.say[name] ?? ""));
    }

    function roomFor(words: var): real {
        return Math.max(Theme.target, Math.ceil(longest(words)) + Theme.labelSize * 1.06 + Theme.unit * 18.4);
    }

    function longest(words: var): real {
        return letters.height > 0 ? Math.max(0, ...words.map(each => letters.advanceWidth(each))) : 0; // the height tells of another font
    }

    // Beside help stands one button at most: whatever is on it, it is as wide, and their row as high as the one whose words take the most lines.
    readonly property var besideHelp: [
        ...["consultation", "back_to_request", "comfort_reset", "sign_out", "take_back", "stop_and_erase", "take_along", "taken_along", "compare_two"].map(name => Words.say[name] ?? ""),
        (Words.say.my_questions ?? "").replace("{questions}", "00")
    ]
    readonly property real besideNeeds: roomFor(besideHelp)

    // Where another word comes under the finger, or another screen, a second touch of a hurried finger was not meant for it.
    readonly property string meaning: mode + " " + (ahead ? leads.word : "")
    property bool settling: false

    onMeaningChanged: {
        settling = !Theme.still;
        if (settling)
            settled.restart();
    }

    Timer {
        id: settled
        interval: 600
        onTriggered: root.settling = false
    }

    // A hand that shakes strikes the same button twice: 300 ms are longer than a tremor takes (3 to 12 strokes a second), and shorter than a
    // page is looked at.
    Timer {
        id: strike

        property Item on: null

        interval: 300
    }

    function strikes(button: Item): bool {
        const anew = !strike.running || strike.on !== button;
        strike.on = button;
        if (anew && !Theme.still)
            strike.restart();
        return anew;
    }

    function steersVoice(at: point): bool {
        return voice.visible && voice.contains(mapToItem(voice, at));
    }

    function turnTo(by: int): void {
        const action = by > 0 ? leads.ahead : leads.back;
        if (staffed)
            staff.act(action);
        else if (signing)
            signUp.act(action);
        else
            visit.act(action);
    }

    // The same height whatever the buttons, so that a page laid out once stays as it is.
    implicitHeight: always.height + above + 2 * pad + (inRows ? back.height + rowGap : 0) + (threeRows ? topics.height + rowGap : 0)

    Rectangle {
        anchors.fill: parent
        color: Theme.surface

        Rectangle {
            width: parent.width
            height: Math.max(1, Theme.unit * 0.4)
            color: Theme.hairline
        }
    }

    FontMetrics {
        id: letters
        font.family: Theme.family
        font.pixelSize: Theme.labelSize
        font.weight: 600
        font.hintingPreference: Font.PreferNoHinting
    }

    component Group: Item {
        id: group

        default property alias buttons: row.data
        property real fill: 0
        readonly property alias needed: row.natural
        readonly property alias share: row.share
        readonly property int count: row.needs.count

        width: fill > 0 ? fill : row.natural
        height: row.height

        ButtonRow {
            id: row
            fill: group.fill
        }
    }

    component Beside: PillButton {
        width: Math.floor(implicitWidth * always.share)
        height: always.high
        least: root.besideNeeds
    }

    // The words that may stand in that row, in as many lines as their buttons have them.
    Item {
        id: broken
        visible: false

        Repeater {
            model: always.share < 1 ? [...root.besideHelp, Words.say.help ?? "", Words.say.calm ?? ""] : []

            Text {
                required property string modelData
                required property int index

                width: (index < root.besideHelp.length ? root.besideNeeds : help.implicitWidth) * always.share - Theme.unit * 10 - help.iconRoom
                text: modelData
                textFormat: Text.PlainText
                wrapMode: Text.WordWrap
                lineHeight: 0.95
                font: letters.font
            }
        }
    }

    // What everybody is to know stays in sight, and a touch opens all of it once more.
    UrgentButton {
        id: urgent
        x: Theme.margin
        y: root.pad
        width: root.room
        visible: root.tells && !root.visit.asking && root.mode !== "urgent"
        line: root.deck.urgentLine
        onClicked: root.visit.act("urgent:0")
    }

    Group {
        id: always
        x: Theme.margin
        y: root.height - height - root.pad
        fill: root.upright || needed > alwaysRoom ? alwaysRoom : 0

        readonly property real alwaysRoom: root.room - (root.inRows ? easier.width + Theme.space : 0)
        readonly property real high: Math.max(Theme.target, help.wordsTall, broken.childrenRect.height + Theme.unit * 5)

        PillButton {
            id: help
            objectName: "help"
            width: Math.floor(implicitWidth * always.share)
            height: always.high
            look: "help"
            before: root.calming ? "wind" : "phone"
            text: root.mode === "attract" ? root.deck.attract.help : (root.calming ? Words.say.calm : Words.say.help) ?? ""
            orElse: (root.calming ? Words.say.help : Words.say.calm) ?? ""
            onClicked: root.visit.act(root.calming ? "breathe" : "help:0")
        }

        Beside {
            shown: !root.easing && !root.listing && !root.comparable && !root.question && !root.signing && !root.staffed && root.mode !== "attract"
            wanted: ["home", "reading", "comparing", "panel"].includes(root.mode) && root.visit.panelKind !== "consultation" && !root.erasing
            look: root.mode === "home" || root.ending || root.visit.writing ? "accent" : "quiet"
            before: "pencil"
            text: root.visit.writing && Words.say.back_to_request || (Words.say.consultation ?? "")
            onClicked: root.signUp.act(root.signUp.there ? "begin" : "open:consultation//0")
        }

        Beside {
            shown: root.easing
            before: "rotate-ccw"
            text: Words.say.comfort_reset ?? ""
            onClicked: root.visit.act("comfort-reset")
        }

        Beside {
            shown: root.staffed
            before: "lock"
            text: Words.say.sign_out ?? ""
            onClicked: root.staff.act("sign-out")
        }

        Beside {
            shown: root.signing
            wanted: !root.signUp.over || root.signUp.sent
            before: root.signUp.sent ? "trash-2" : "x"
            text: root.signUp.sent ? Words.say.take_back ?? "" : Words.say.stop_and_erase ?? ""
            onClicked: root.signUp.act(root.signUp.sent ? "take-back" : "stop")
        }

        Beside {
            shown: root.question !== ""
            look: root.deck.panel.taken ? "quiet" : "accent"
            before: root.deck.panel.taken ? "check" : "plus"
            text: root.deck.panel.taken ? Words.say.taken_along ?? "" : Words.say.take_along ?? ""
            onClicked: root.visit.act(root.question)
        }

        Beside {
            shown: root.comparable
            look: "accent"
            before: "scale"
            text: Words.say.compare_two ?? ""
            onClicked: root.visit.act(root.leads.compares)
        }

        Beside {
            shown: root.listing
            wanted: root.mode !== "basket"
            look: root.visit.chosen > 0 ? "accent" : "quiet"
            before: "notebook-pen"
            text: (Words.say.my_questions ?? "").replace("{questions}", root.visit.chosen)
            onClicked: root.visit.act("go:basket/0")
        }
    }

    Group {
        id: easier
        x: root.width - width - Theme.margin
        y: always.y + (always.height - height) / 2
        visible: root.inRows

        ComfortButton {
            shown: true
            wanted: !root.visit.asking && !!Words.say.comfort
            bare: true
            deck: root.deck
            visit: root.visit
            mode: root.mode
        }
    }

    Group {
        id: turns
        x: root.width - width - Theme.margin
        y: root.inRows ? always.y - height - root.rowGap : always.y
        fill: !root.inRows || !root.upright && !root.threeRows ? 0
            : root.threeRows || ways.count === 0 ? root.room : root.room - Math.max(ways.width, root.waysNeed) - Theme.space

        Repeater {
            model: root.mode === "attract" && root.deck.attract.open ? root.deck.attract.languages : []

            PillButton {
                required property var modelData

                width: Math.floor(turns.fill > 0 ? (turns.fill - (turns.count - 1) * Theme.space) / turns.count : implicitWidth)
                look: "main"
                least: root.roomFor(root.deck.attract.languages.map(each => each.start))
                after: "chevron-right"
                text: modelData.start
                onClicked: {
                    if (!root.settling)
                        root.visit.act(modelData.action);
                }
            }
        }

        PillButton {
            width: Math.floor(implicitWidth * turns.share)
            shown: root.mode === "asking"
            text: Words.say.start_over ?? ""
            before: "rotate-ccw"
            onClicked: root.visit.act("finish")
        }

        PillButton {
            width: Math.floor(implicitWidth * turns.share)
            shown: root.mode === "asking"
            look: "main"
            text: Words.say.im_here ?? ""
            onClicked: root.visit.act("stay")
        }

        // Where there is nothing to go back to, the place of Back stays free.
        Item {
            width: back.width
            height: 1
            visible: back.shown && !back.wanted
        }

        PillButton {
            id: back
            objectName: "back"
            width: Math.floor(implicitWidth * turns.share)
            shown: root.turning
            wanted: root.behind || root.erasing
            least: root.backNeeds
            before: root.erasing ? "trash-2" : "chevron-left"
            look: "accent"
            text: root.erasing ? Words.say.erase_yes ?? "" : Words.say.back ?? ""
            onClicked: {
                if (root.erasing)
                    root.signUp.act(root.signUp.sent ? "take-back" : "stop");
                else if (root.strikes(back))
                    root.turnTo(-1);
            }
        }

        // Farthest to the right is always what leads on, or closes.
        PillButton {
            id: next
            objectName: "ahead"
            width: Math.floor(implicitWidth * turns.share)
            shown: root.turning && (root.ahead || !root.onSheet)
            wanted: root.ahead
            implicitWidth: root.aheadNeeds // one place, also for words that are seldom here
            look: "main"
            before: root.leads.word === "close" ? "x" : ""
            after: root.leads.word === "close" ? "" : "chevron-right"
            text: Words.say[root.leads.word] ?? Words.say.next ?? ""
            onClicked: {
                if (!root.settling && root.strikes(next))
                    root.turnTo(1);
            }
        }

        PillButton {
            objectName: "ahead"
            width: Math.floor(implicitWidth * turns.share)
            shown: root.onSheet && !root.ahead
            least: root.aheadNeeds
            look: "main"
            before: root.erasing ? "check" : "x"
            text: root.erasing ? Words.say.erase_no ?? "" : Words.say.close ?? ""
            onClicked: {
                if (!root.settling)
                    root.visit.act("close");
            }
        }
    }

    Progress {
        objectName: "place"
        readonly property real freeLeft: root.inRows ? ways.x + ways.width : always.x + always.width

        visible: (root.mode === "reading" || root.signing) && slides > 1 && room > Theme.unit * 24 && !root.upright && !root.threeRows
        room: turns.x - freeLeft - Theme.unit * 12
        x: (freeLeft + turns.x - width) / 2
        y: turns.y + (turns.height - height) / 2
        width: room
        height: implicitHeight
        slide: root.signing ? root.signUp.number - 1 : root.deck.pages.slide ?? 0
        slides: root.signing ? root.signUp.questions : root.deck.pages.slides ?? 0
    }

    Group {
        id: ways
        x: Theme.margin
        y: root.threeRows ? root.pad + root.above : always.y - root.rowGap - (back.height + height) / 2
        visible: root.inRows
        fill: root.threeRows || root.upright && turns.count === 0 ? root.room : 0

        TopicsButton {
            id: topics
            width: Math.floor(implicitWidth * ways.share)
            crowded: root.leads.several
            visit: root.visit
            signUp: root.signUp
            mode: root.mode
        }

        PillButton {
            id: shut
            width: Math.floor(implicitWidth * ways.share)
            shown: root.early
            small: true
            before: "x"
            text: Words.say.close ?? ""
            onClicked: root.visit.act("close")
        }

        LanguageButton {
            id: language
            width: Math.floor(implicitWidth * ways.share)
            deck: root.deck
            visit: root.visit
            mode: root.mode
        }
    }

    // The last that the keys come to: they need it least, since each of them makes the voice silent.
    Loader {
        id: voice
        x: Theme.margin
        y: root.pad + root.urgentNeeds
        active: root.visit.aloud
        visible: active && !root.visit.asking

        sourceComponent: ReadingBar {
            speech: root.speech
            visit: root.visit
            room: root.room
        }
    }
}
