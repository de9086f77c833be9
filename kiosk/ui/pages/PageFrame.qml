pragma ComponentBehavior: Bound
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
        heads: true
        setting: root.frame.heading
        tone: root.headingTone
    }

    // What a picture that goes to both edges of the screen has there: its own edge, drawn out.
    component Beside: Picture {
        opacity: picture.opacity
        y: root.frame.picture.top
        height: picture.height
        visible: width > 0 && root.frame.bleeds
        source: visible ? root.frame.file : ""
        Accessible.ignored: true
    }

    Beside {
        x: -Theme.margin
        width: picture.x + Theme.margin
        edge: Qt.LeftEdge
    }

    Beside {
        x: picture.x + picture.width
        width: root.width + Theme.margin - x
        edge: Qt.RightEdge
    }

    Picture {
        id: picture
        covering: root.frame.bleeds
        x: Math.round(root.frame.picture.left)
        y: root.frame.picture.top
        width: Math.round(root.frame.picture.width)
        height: Math.round(root.frame.picture.height)
        visible: source.toString() !== ""
        source: root.frame.file
        opacity: Theme.dimmed
        Accessible.role: Accessible.Graphic
        Accessible.name: root.frame.says
        Accessible.ignored: root.frame.says === ""

        // Round corners: a ring of the ground's color over the square ones.
        Rectangle {
            anchors.fill: parent
            anchors.margins: -border.width
            visible: !root.frame.bleeds && picture.status === Image.Ready
            radius: picture.width * 0.06 + border.width
            border.width: Math.ceil(picture.width * 0.03)
            border.color: Theme.paper
            color: "transparent"
        }
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
