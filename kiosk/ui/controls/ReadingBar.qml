import QtQuick
import kiosk.ui
import kiosk.bridge

// What steers the voice, over the other buttons while it reads. Where not all words find room, those of the two that matter most stay.
Row {
    id: root

    required property SpeechView speech
    required property VisitView visit
    required property real room

    readonly property real needed: pause.natural + stop.natural + 4 * spacing
    readonly property bool terse: needed + top.natural + slower.natural + faster.natural > room
    readonly property bool bare: needed + 3 * Theme.smallTarget > room
    readonly property real tall: Math.max(Theme.smallTarget, bare ? 0 : pause.wordsTall)

    spacing: Theme.space

    PillButton {
        id: pause
        small: true
        bare: root.bare
        height: root.tall
        width: bare ? height : implicitWidth
        look: "main"
        before: root.speech.reading ? "pause" : "play"
        text: root.speech.reading ? Words.say.pause ?? "" : Words.say.go_on_reading ?? ""
        orElse: root.speech.reading ? Words.say.go_on_reading ?? "" : Words.say.pause ?? ""
        onClicked: root.speech.pauseOrGoOn()
    }

    PillButton {
        id: top
        small: true
        bare: root.terse
        height: root.tall
        width: bare ? height : implicitWidth
        before: "skip-back"
        text: Words.say.from_start ?? ""
        onClicked: root.speech.again()
    }

    PillButton {
        id: slower
        small: true
        bare: root.terse
        height: root.tall
        width: bare ? height : implicitWidth
        before: "turtle"
        text: Words.say.slower ?? ""
        onClicked: root.speech.steer("rate:-1")
    }

    PillButton {
        id: faster
        small: true
        bare: root.terse
        height: root.tall
        width: bare ? height : implicitWidth
        before: "rabbit"
        text: Words.say.faster ?? ""
        onClicked: root.speech.steer("rate:+1")
    }

    PillButton {
        id: stop
        small: true
        bare: root.bare
        height: root.tall
        width: bare ? height : implicitWidth
        before: "x"
        text: Words.say.stop_reading ?? ""
        onClicked: root.visit.act("comfort-choice:aloud:no")
    }
}
