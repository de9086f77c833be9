pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// What shows while nobody is here: a question in each language, the room at three hours of the day. A touch anywhere wakes it.
Item {
    id: root

    required property DeckView deck
    required property VisitView visit
    required property bool upright
    required property int waiting
    required property bool lost

    readonly property var shown: deck.attract
    readonly property var files: shown.pictures
    property int hour: 0

    // Which heading has its turn.
    property int turn: 0

    // The picture on top, how far it has come, and the one under it.
    property int drawn: 0
    property real risen: 1
    property int under: 0

    readonly property real pictureWidth: upright ? width : width * 0.5
    readonly property real pictureHeight: upright ? Math.min(width * 1.08, height - words.height - Theme.margin * 1.6) : height

    // Staff may have taken pictures away.
    onFilesChanged: {
        if (hour >= files.length)
            hour = drawn = under = 0;
    }

    // Only the new picture is mixed with what is under it: two at once take a processor without a graphics card twice the time.
    function raise(index: int): void {
        if (index !== hour || index === drawn)
            return;
        under = drawn;
        drawn = index;
        rising.restart();
    }

    NumberAnimation {
        id: rising
        target: root
        property: "risen"
        from: 0
        to: 1
        duration: Theme.fade
        easing.type: Easing.InOutQuad
        onFinished: root.under = root.drawn
    }

    property real turned: 1

    SequentialAnimation {
        id: turning

        NumberAnimation { target: root; property: "turned"; to: 0; duration: Theme.fade / 4 }
        ScriptAction { script: root.turn += 1 }
        NumberAnimation { target: root; property: "turned"; to: 1; duration: Theme.fade / 4 }
    }

    T.AbstractButton {
        anchors.fill: parent
        visible: root.shown.open
        text: root.shown.touch_start
        focusPolicy: Qt.NoFocus
        Accessible.role: Accessible.Button
        Accessible.name: text
        onClicked: root.visit.act("wake")
    }

    Item {
        id: scene
        x: root.upright ? 0 : root.width - width
        width: Math.ceil(root.pictureWidth)
        height: Math.ceil(root.pictureHeight)

        Repeater {
            model: root.files

            Picture {
                required property int index
                required property string modelData

                anchors.fill: parent
                source: root.visible && [root.hour, root.drawn, root.under].includes(index) ? modelData : ""
                covering: true
                verticalAlignment: Image.AlignBottom
                cache: false
                visible: index === root.drawn || index === root.under
                opacity: index === root.drawn ? root.risen : 1
                z: index === root.drawn ? 1 : 0
                Accessible.ignored: true

                // The next hour shows when it is loaded; until then the last one stays.
                onStatusChanged: {
                    if (status === Image.Ready)
                        Qt.callLater(root.raise, index);
                }
            }
        }
    }

    // Upright it stands on the picture.
    Rectangle {
        x: whose.x - Theme.unit * 4
        y: whose.y - Theme.unit * 3
        width: whose.width + Theme.unit * 10
        height: whose.height + Theme.unit * 6
        radius: height / 2
        color: Theme.paper
        visible: root.upright
    }

    Row {
        id: whose
        x: Theme.margin
        y: root.upright ? Theme.unit * 9 : Theme.margin * 0.8
        spacing: Theme.unit * 4

        ClinicMark {
            anchors.verticalCenter: parent.verticalCenter
            source: root.shown.mark
            room: root.width * (root.upright ? 1 : 0.5) - 2 * Theme.margin - name.width - parent.spacing
        }

        ClinicName {
            id: name
            anchors.verticalCenter: parent.verticalCenter
            shown: root.shown
        }
    }

    // Somebody was at the form when an error ended that. In all languages, for nobody knows who stands here now.
    // At the edge where no button stands.
    Rectangle {
        y: root.upright ? 0 : parent.height - height
        width: parent.width
        height: lostText.height + Theme.margin * 0.6
        z: 3
        color: Theme.surface
        visible: root.lost

        Text {
            id: lostText
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.margin
            text: root.shown.lost
            textFormat: Text.PlainText
            wrapMode: Text.WordWrap
            lineHeight: 1.3
            color: Theme.ink
            font.family: Theme.family
            font.pixelSize: Theme.smallSize
            font.weight: 600
            font.hintingPreference: Font.PreferNoHinting
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Rectangle {
            y: root.upright ? parent.height - height : 0
            width: parent.width
            height: Theme.unit
            color: Theme.accent
        }
    }

    // For the desk: how many requests wait. No name, no word. In the corner where no button stands.
    Row {
        objectName: "waiting"
        anchors.right: parent.right
        anchors.margins: Theme.margin * 0.6
        y: root.upright ? anchors.margins : parent.height - height - anchors.margins
        z: 2
        spacing: Theme.unit * 2
        visible: root.waiting > 0

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "mail"
            side: Theme.smallSize * 1.1
            tone: Theme.pictureInk
        }

        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: String(root.waiting)
            textFormat: Text.PlainText
            color: Theme.pictureInk
            font.family: Theme.family
            font.pixelSize: Theme.smallSize
            font.weight: 600
            font.hintingPreference: Font.PreferNoHinting
            Accessible.ignored: true
        }
    }

    Column {
        id: words
        x: Theme.margin
        y: root.upright ? root.height - height - Theme.margin * 0.8 : (root.height - height) / 2 + Theme.unit * 6
        spacing: Theme.unit * 10

        NoticeCard {
            notice: root.shown.notice
        }

        Repeater {
            model: root.shown.languages

            Column {
                id: greeting

                required property var modelData
                required property int index

                spacing: Theme.unit * 4

                Rectangle {
                    visible: greeting.index > 0 && greeting.modelData.headings.length > 0
                    width: Theme.unit * 24
                    height: Theme.unit * 1.2
                    radius: height / 2
                    color: Theme.tint("apricot")
                }

                Item {
                    id: place
                    readonly property var headings: greeting.modelData.headings

                    width: root.width
                    height: headings[0]?.height ?? 0

                    SetLines {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        visible: place.headings.length > 0
                        opacity: root.turned
                        setting: place.headings[root.turn % Math.max(1, place.headings.length)] ?? greeting.modelData.invitation
                        tone: greeting.index === 0 ? Theme.ink : Theme.accent
                    }
                }

                SetLines {
                    width: root.width
                    setting: greeting.modelData.invitation
                    tone: Theme.soft
                }
            }
        }
    }

    Timer {
        interval: Theme.dwell
        repeat: true
        running: root.visible && !Theme.calm && !Theme.still && root.files.length > 1
        onTriggered: root.hour = (root.hour + 1) % root.files.length
    }

    // Long enough to read a question in two languages.
    Timer {
        interval: Theme.dwell / 2
        repeat: true
        running: root.visible && !Theme.calm && !Theme.still
        onTriggered: turning.restart()
    }
}
