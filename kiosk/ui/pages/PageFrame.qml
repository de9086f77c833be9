import QtQuick
import kiosk.ui

// What every page has: where it belongs, its title, its picture, and the way to its sources. Each kind adds its own below the title.
Item {
    id: root

    required property var page
    property color accent: Theme.accent
    property color headingTone: Theme.ink

    // Of a page that is answered by typing.
    property string field: ""
    property bool capitals: false

    anchors.fill: parent

    // The struct that every page has, and the one of its kind (kiosk/layout/page.py).
    readonly property var frame: page.frame
    readonly property var body: page.body
    readonly property var textBox: frame.text

    signal acted(action: string)

    Text {
        objectName: "place"
        x: root.textBox.left
        y: root.frame.heading_top - height - Theme.unit * 0.5
        width: root.textBox.width
        visible: text !== ""
        text: root.frame.kicker
        textFormat: Text.PlainText
        elide: Text.ElideRight
        color: root.accent
        font.family: Theme.family
        font.pixelSize: Theme.smallSize
        font.weight: 600
        font.hintingPreference: Font.PreferNoHinting
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    SetLines {
        x: root.textBox.left
        y: root.frame.heading_top
        width: root.textBox.width
        setting: root.frame.heading
        tone: root.headingTone
    }

    Picture {
        id: picture
        x: root.frame.picture.left
        y: root.frame.picture.top
        width: Math.round(root.frame.picture.width)
        height: Math.round(root.frame.picture.height)
        opacity: Theme.dimmed
        visible: source.toString() !== ""
        source: root.frame.file
        Accessible.role: Accessible.Graphic
        Accessible.name: root.frame.says
        Accessible.ignored: root.frame.says === ""
    }

    SetLines {
        x: root.frame.draft_box.left
        y: root.frame.draft_box.top
        width: root.frame.draft_box.width
        setting: root.frame.draft
        tone: Theme.soft
    }

    LinkButton {
        objectName: "sources"
        x: root.textBox.left - Theme.unit * 2
        anchors.bottom: parent.bottom
        visible: root.frame.sources !== ""
        text: Words.say.sources ?? ""
        onClicked: root.acted(root.frame.sources)
    }
}
