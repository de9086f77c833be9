import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Asks before it forgets, and covers all that was on the screen. A touch anywhere means: I am here.
T.AbstractButton {
    id: root

    required property VisitView visit

    readonly property string words: visit.secondsLeft === 1 ? Words.say.still_there_last ?? ""
        : visit.asksLast ? Words.say.still_there_over || Words.say.still_there_text || "" : Words.say.still_there_text ?? ""

    text: Words.say.im_here ?? ""
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: Words.say.still_there_title ?? ""
    onClicked: visit.act("stay")

    background: Rectangle {
        color: Theme.paper
    }

    contentItem: Item {
        Column {
            anchors.centerIn: parent
            width: Math.min(parent.width - 4 * Theme.margin, Theme.bodySize * 33)
            spacing: Theme.gap * 1.2

            Text {
                objectName: "place"
                anchors.horizontalCenter: parent.horizontalCenter
                text: String(root.visit.secondsLeft)
                textFormat: Text.PlainText
                color: Theme.accent
                font.family: Theme.family
                font.pixelSize: Math.min(Theme.bodySize * 3, root.height * 0.18)
                font.weight: 700
                Accessible.ignored: true
            }

            Text {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                text: Words.say.still_there_title ?? ""
                textFormat: Text.PlainText
                color: Theme.ink
                font.family: Theme.family
                font.pixelSize: Theme.bodySize * 1.7
                font.weight: 700
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }

            Text {
                objectName: "place"
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                text: root.words.replace("{seconds}", root.visit.secondsLeft)
                textFormat: Text.PlainText
                color: Theme.soft
                font.family: Theme.family
                font.pixelSize: Theme.bodySize
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
        }
    }
}
