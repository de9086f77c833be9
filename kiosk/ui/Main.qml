import QtQuick
import kiosk.ui
import kiosk.bridge

// The window of the kiosk, with nothing but the glass.
Window {
    id: root

    required property VisitView visit
    required property DeckView deck
    required property SignUpView signUp
    required property StaffView staff
    required property ScreenView screenView
    required property SpeechView speech
    required property KeypadView keypad
    required property OpeningView opening

    color: Theme.paper
    title: deck.attract.name

    Glass {
        anchors.fill: parent
        visit: root.visit
        deck: root.deck
        signUp: root.signUp
        staff: root.staff
        screenView: root.screenView
        speech: root.speech
        keypad: root.keypad
        opening: root.opening
    }
}
