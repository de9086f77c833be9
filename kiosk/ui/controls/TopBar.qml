import QtQuick
import kiosk.ui
import kiosk.bridge

// The upper edge: whose kiosk this is, or the way back; the language, and what makes reading easier. Buttons only where they can be reached.
Item {
    id: root

    required property DeckView deck
    required property VisitView visit
    required property SignUpView signUp
    required property StaffView staff
    required property string mode
    property bool buttons: true

    // What is under it.
    property bool onPicture: false

    // Something else reaches up to the edge.
    property bool bare: false

    // A sheet that can be closed before its last page.
    property bool early: false

    readonly property alias language: language

    implicitHeight: Theme.top

    Rectangle {
        x: name.parent.x - Theme.unit * 4
        y: name.parent.y - Theme.unit * 3
        width: name.parent.width + Theme.unit * 10
        height: name.parent.height + Theme.unit * 6
        radius: height / 2
        color: Theme.paper
        visible: root.onPicture && name.parent.visible
    }

    Row {
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Theme.unit * 1.5
        spacing: Theme.unit * 4
        visible: root.mode !== "attract" && !root.bare && !(root.buttons && topics.shown)

        ClinicMark {
            anchors.verticalCenter: parent.verticalCenter
            source: root.deck.attract.mark
            room: root.width - 2 * Theme.margin - name.width - parent.spacing - (right.visible ? right.width + Theme.unit * 8 : 0)

            // Known to staff alone: five quick touches.
            TapHandler {
                gesturePolicy: TapHandler.ReleaseWithinBounds
                onTapped: root.staff.act("knock")
            }
        }

        ClinicName {
            id: name
            anchors.verticalCenter: parent.verticalCenter
            shown: root.deck.attract
            most: Theme.unit * 22
        }
    }

    TopicsButton {
        id: topics
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Theme.unit * 1.5
        visible: root.buttons && shown
        crowded: root.early
        visit: root.visit
        signUp: root.signUp
        mode: root.mode
    }

    ButtonRow {
        id: right
        x: root.width - width - Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Theme.unit * 1.5
        visible: root.buttons && !root.visit.asking

        PillButton {
            shown: root.early
            small: true
            before: "x"
            text: Words.say.close ?? ""
            onClicked: root.visit.act("close")
        }

        LanguageButton {
            id: language
            deck: root.deck
            visit: root.visit
            mode: root.mode
        }

        ComfortButton {
            small: true
            bare: root.mode === "help" && root.early // three with words would reach over the codes beside 988
            deck: root.deck
            visit: root.visit
            mode: root.mode
        }
    }
}
