pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A slide, or what stands beside the slides: as visitors see it, then word by word; on the left what was signed, on the right what stands there now.
Column {
    id: root

    required property var part
    required property bool known

    // Two pictures side by side, or a touched one as large as there is room.
    property int large: -1

    readonly property real half: (width - 16) / 2

    // Where nothing is compared, the words stand beside the pictures.
    readonly property bool beside: large < 0 && (part.pictures ?? []).length > 0 && (part.pictures ?? []).every(each => each.same)
        && !(part.lines ?? []).some(each => each.differs)

    width: parent?.width ?? 0
    spacing: 10

    Rectangle {
        width: parent.width
        height: 1
        color: Desk.hairline
    }

    DeskText {
        width: parent.width
        text: (root.part.title ?? "") + ({ "new": " (new)", "gone": " (taken out)", "same": " (as it was signed)" }[root.part.how] ?? "")
        font.pixelSize: 18
        font.weight: 700
        Accessible.role: Accessible.Heading
    }

    component Screen: T.AbstractButton {
        id: screen

        property string file: ""
        property string missing: ""
        property int number: 0
        property bool solitary: false

        readonly property bool grown: root.large === number

        width: grown ? root.width : root.half
        implicitHeight: file ? width * 9 / 16 + 2 : 60
        visible: file !== "" || missing !== ""
        enabled: file !== ""
        focusPolicy: Qt.StrongFocus
        Accessible.role: Accessible.Button
        Accessible.name: text
        onClicked: root.large = grown ? -1 : number
        Keys.onReturnPressed: click()
        Keys.onEnterPressed: click()

        background: Rectangle {
            color: Desk.ground
            border.width: screen.visualFocus ? 3 : 1
            border.color: screen.visualFocus ? Desk.outline : Desk.border
        }

        contentItem: Item {
            Image {
                anchors.fill: parent
                anchors.margins: 1
                visible: screen.file !== ""
                source: screen.file
                asynchronous: true
                fillMode: Image.PreserveAspectFit
                mipmap: true
            }

            DeskText {
                anchors.centerIn: parent
                width: parent.width - 20
                horizontalAlignment: Text.AlignHCenter
                visible: screen.file === ""
                text: screen.missing
                color: Desk.soft
            }
        }
    }

    component Said: Text {
        property string plain: ""

        textFormat: Text.StyledText
        wrapMode: Text.WordWrap
        color: Desk.ink
        font.family: Desk.family
        font.pixelSize: 15
        Accessible.role: Accessible.StaticText
        Accessible.name: plain
    }

    Flow {
        width: parent.width
        spacing: 16

        Flow {
            width: root.beside ? root.half : root.width
            visible: (root.part.pictures ?? []).length > 0
            spacing: 16

            Repeater {
                model: root.part.pictures ?? []

                Flow {
                    id: pair

                    required property var modelData
                    required property int index

                    width: modelData.same && root.large !== index * 2 + 1 ? root.half : root.width
                    spacing: 16

                    Screen {
                        visible: !pair.modelData.same
                        number: pair.index * 2
                        file: pair.modelData.old
                        missing: "This screen is new."
                        text: (grown ? "Make smaller" : "Make larger") + ": screen " + (pair.index + 1) + " of “" + root.part.title + "” as it was signed"
                    }

                    Screen {
                        number: pair.index * 2 + 1
                        file: pair.modelData.new
                        missing: "This screen is gone."
                        text: (grown ? "Make smaller" : "Make larger") + ": screen " + (pair.index + 1) + " of “" + root.part.title + "” as it is now"
                    }
                }
            }
        }

        Column {
            width: root.beside ? root.half : root.width
            spacing: 8

            Repeater {
                model: root.part.lines ?? []

                Row {
                    id: line

                    required property var modelData

                    width: root.beside ? root.half : root.width
                    spacing: 16

                    Said {
                        width: visible ? root.half : 0
                        visible: line.modelData.differs
                        text: line.modelData.old || "<i>Nothing stood here.</i>"
                        plain: "As it was signed: " + (line.modelData.was || "nothing")
                    }

                    Said {
                        width: line.modelData.differs ? root.half : line.width
                        text: line.modelData.new || "<i>Nothing stands here now.</i>"
                        plain: line.modelData.differs ? "Now: " + (line.modelData.now || "nothing") : line.modelData.now
                    }
                }
            }
        }
    }

    Repeater {
        model: root.part.replaced ?? []

        DeskText {
            required property string modelData

            width: root.width
            text: modelData
            font.pixelSize: 15
            color: Desk.warn
            font.weight: 600
        }
    }
}
