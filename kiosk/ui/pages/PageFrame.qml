import QtQuick
import kiosk.ui

// What every page has: where it belongs, its title, its picture, and the way to its sources. Each kind adds its own below the title.
Item {
    id: root

    required property var page
    property color accent: Theme.accent

    // Of a page that is answered by typing.
    property string field: ""
    property bool capitals: false

    anchors.fill: parent

    readonly property var textBox: page.text ?? ({ left: 0, top: 0, width: 0, height: 0 })

    signal acted(action: string)

    Text {
        objectName: "place"
        x: root.textBox.left
        y: root.page.heading_top - height - Theme.unit * 0.5
        width: root.textBox.width
        visible: text !== ""
        text: root.page.kicker ?? ""
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
        y: root.page.heading_top
        width: root.textBox.width
        setting: root.page.heading
        tone: root.page.kind === "help" ? root.accent : Theme.ink
    }

    Picture {
        id: picture
        x: root.page.picture?.left ?? 0
        y: root.page.picture?.top ?? 0
        width: Math.round(root.page.picture?.width ?? 0)
        height: Math.round(root.page.picture?.height ?? 0)
        visible: source.toString() !== "" && root.page.kind !== "dots"
        source: root.page.kind !== "dots" ? root.page.file ?? "" : ""
        Accessible.role: Accessible.Graphic
        Accessible.name: root.page.says ?? ""
        Accessible.ignored: !root.page.says
    }

    SetLines {
        x: root.page.draft_box?.left ?? 0
        y: root.page.draft_box?.top ?? 0
        width: root.page.draft_box?.width ?? 0
        setting: root.page.draft ?? null
        tone: Theme.soft
    }

    LinkButton {
        objectName: "sources"
        x: root.textBox.left - Theme.unit * 2
        anchors.bottom: parent.bottom
        visible: (root.page.sources ?? "") !== ""
        text: Words.say.sources ?? ""
        onClicked: root.acted(root.page.sources)
    }
}
