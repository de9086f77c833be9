import QtQuick
import kiosk.ui
import kiosk.bridge

// While somebody wipes the screen: touch does nothing, and a count tells how long. The number to call stays in sight.
MouseArea {
    id: root

    required property StaffView staff

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 4 * Theme.margin, Theme.bodySize * 33)
        spacing: Theme.gap * 1.2

        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            text: String(root.staff.cleaning)
            textFormat: Text.PlainText
            color: Theme.accent
            font.family: Theme.family
            font.pixelSize: Theme.bodySize * 3
            font.weight: 700
            Accessible.ignored: true
        }

        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
            text: Words.say.clean_title ?? ""
            textFormat: Text.PlainText
            color: Theme.ink
            font.family: Theme.family
            font.pixelSize: Theme.bodySize * 1.7
            font.weight: 700
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
            text: (Words.say.clean_text ?? "").replace("{seconds}", root.staff.cleaning)
            textFormat: Text.PlainText
            color: Theme.soft
            font.family: Theme.family
            font.pixelSize: Theme.bodySize
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }

    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        text: Words.say.help ?? ""
        textFormat: Text.PlainText
        color: Theme.help
        font.family: Theme.family
        font.pixelSize: Theme.bodySize
        font.weight: 600
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
