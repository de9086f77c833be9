pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// For staff: what is wrong with the content, beside the kiosk. A problem that is touched shows its line and its slide.
Window {
    id: root

    required property PreviewView view

    readonly property var shown: view.shown
    readonly property var colours: ({ error: Theme.wrong, warning: Theme.doubtful, notice: Theme.accent })

    width: 560
    height: 760
    visible: true
    color: Theme.paper
    title: shown.summary
    onClosing: Qt.quit()

    Column {
        id: top
        x: 16
        y: 16
        width: parent.width - 32
        spacing: 10

        Repeater {
            model: root.shown.choices

            Flow {
                id: choice

                required property var modelData

                width: top.width
                spacing: 6

                Repeater {
                    model: choice.modelData.values

                    ChoiceButton {
                        id: option

                        required property string modelData

                        readonly property bool taken: choice.modelData.chosen === modelData

                        text: modelData
                        implicitWidth: label.implicitWidth + 24
                        implicitHeight: 34
                        focusPolicy: Qt.TabFocus
                        Accessible.role: Accessible.RadioButton
                        Accessible.name: choice.modelData.name + ": " + modelData
                        chosen: taken
                        onClicked: root.view.choose(choice.modelData.name, modelData)

                        background: Rectangle {
                            radius: 17
                            color: option.taken ? Theme.accent : Theme.surface
                            border.width: option.activeFocus ? 3 : 1
                            border.color: option.activeFocus ? Theme.help : Theme.border
                        }

                        contentItem: Text {
                            id: label
                            text: option.text
                            textFormat: Text.PlainText
                            horizontalAlignment: Text.AlignHCenter
                            verticalAlignment: Text.AlignVCenter
                            color: option.taken ? Theme.surface : Theme.ink
                            font.pixelSize: 15
                        }
                    }
                }
            }
        }

        Text {
            width: top.width
            text: root.shown.summary
            textFormat: Text.PlainText
            color: Theme.ink
            font.pixelSize: 18
            font.bold: true
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Rectangle {
            width: top.width
            height: lines.implicitHeight + 16
            visible: root.shown.lines !== ""
            radius: 6
            color: Theme.ink

            Text {
                id: lines
                x: 8
                y: 8
                width: parent.width - 16
                text: root.shown.lines
                textFormat: Text.PlainText
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                clip: true
                color: Theme.paper
                font.family: "monospace"
                font.pixelSize: 13
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
        }
    }

    ListView {
        x: 16
        y: top.y + top.height + 12
        width: parent.width - 32
        height: parent.height - y - 16
        clip: true
        spacing: 6
        model: root.shown.problems

        delegate: T.AbstractButton {
            id: row

            required property var modelData
            required property int index

            width: ListView.view.width
            implicitHeight: said.implicitHeight + 16
            text: modelData.severity + ": " + modelData.wrong
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.Button
            Accessible.name: text
            onClicked: root.view.touch(index)

            background: Rectangle {
                radius: 6
                color: row.modelData.touched ? Theme.tint("mist") : Theme.surface
                border.width: row.activeFocus ? 3 : 1
                border.color: row.activeFocus ? Theme.help : Theme.hairline

                Rectangle {
                    width: 6
                    height: parent.height
                    radius: 3
                    color: root.colours[row.modelData.severity]
                }
            }

            contentItem: Column {
                id: said
                leftPadding: 18
                rightPadding: 8
                topPadding: 8

                Repeater {
                    model: [row.modelData.place + "  " + row.modelData.severity, row.modelData.wrong, row.modelData.instead]

                    Text {
                        required property string modelData
                        required property int index

                        width: said.width - said.leftPadding - said.rightPadding
                        visible: modelData !== ""
                        text: modelData
                        textFormat: Text.PlainText
                        wrapMode: Text.WordWrap
                        color: Theme.ink
                        font.pixelSize: 14
                        font.bold: index === 0
                        font.italic: index === 2
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
