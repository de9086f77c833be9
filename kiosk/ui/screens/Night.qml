import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// The clinic is closed: the screen is dark but for a few quiet words, which move on so that they burn into no spot. A touch wakes it;
// on the words about help it opens help. For screen readers the buttons underneath are there as ever.
T.AbstractButton {
    id: root

    required property DeckView deck
    required property VisitView visit
    required property OpeningView opening
    required property real reachTop
    required property real reachBottom

    readonly property real highest: Math.max(0, reachTop) + Theme.margin
    readonly property real lowest: Math.min(height, reachBottom) - Theme.margin

    focusPolicy: Qt.NoFocus
    Accessible.ignored: true
    onClicked: root.opening.wake()

    background: Rectangle {
        color: "black"
    }

    Column {
        x: (parent.width - width) * (0.1 + 0.8 * (root.opening.spot % 3) / 2)
        y: root.highest + Math.max(0, root.lowest - root.highest - height) * (root.opening.spot * 5 % 12) / 11
        width: Math.min(parent.width * 0.8, Math.max(begin.implicitWidth, help.implicitWidth, root.deck.attract.urgent.length > 0 ? parent.width * 0.6 : 0))
        spacing: Theme.gap

        Repeater {
            model: root.deck.attract.urgent

            Text {
                required property string modelData

                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                text: modelData
                textFormat: Text.PlainText
                color: Theme.asleep
                font.family: Theme.family
                font.pixelSize: Theme.bodySize
                font.weight: 600
                font.hintingPreference: Font.PreferNoHinting
                Accessible.ignored: true
            }
        }

        Text {
            id: begin
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
            text: root.deck.attract.touch_start
            textFormat: Text.PlainText
            color: Theme.asleep
            font.family: Theme.family
            font.pixelSize: Theme.smallSize
            font.hintingPreference: Font.PreferNoHinting
            Accessible.ignored: true
        }

        T.AbstractButton {
            id: help
            objectName: "nightHelp"
            width: parent.width
            implicitWidth: helpText.implicitWidth + Theme.margin
            implicitHeight: Math.max(Theme.unit * 20, helpText.implicitHeight)
            focusPolicy: Qt.NoFocus
            text: root.deck.attract.help
            Accessible.ignored: true
            onClicked: root.visit.act("help:0")

            contentItem: Text {
                id: helpText
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                wrapMode: Text.WordWrap
                text: help.text
                textFormat: Text.PlainText
                color: Theme.asleep
                font.family: Theme.family
                font.pixelSize: Theme.smallSize
                font.weight: 600
                font.hintingPreference: Font.PreferNoHinting
                Accessible.ignored: true
            }
        }
    }
}
