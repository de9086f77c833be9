import QtQuick
import kiosk.ui

// Whose kiosk this is, and the number at which they are reached.
Column {
    id: root

    required property var shown

    Text {
        text: root.shown.name
        textFormat: Text.PlainText
        color: Theme.ink
        font.family: Theme.family
        font.pixelSize: Theme.labelSize
        font.weight: 600
        font.hintingPreference: Font.PreferNoHinting
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Text {
        visible: text !== ""
        text: root.shown.phone
        textFormat: Text.PlainText
        color: Theme.soft
        font.family: Theme.family
        font.pixelSize: Theme.smallSize
        font.hintingPreference: Font.PreferNoHinting
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
