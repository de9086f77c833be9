pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// So many of so many people, a group a card: all on one scale, and filled row by row from one corner.
PageFrame {
    id: root

    readonly property var people: body.people
    readonly property var words: body.words
    readonly property real size: body.size
    readonly property int inARow: Math.round(people.width / size)

    // Head and shoulders.
    component Person: Item {
        id: person

        property bool filled: false

        PersonPart {
            x: Math.round((person.width - width) / 2)
            y: Math.round(person.height * 0.06)
            width: Math.round(person.height * 0.36)
            height: width
            radius: width / 2
            filled: person.filled
        }

        PersonPart {
            x: Math.round(person.width * 0.13)
            y: Math.round(person.height * 0.5)
            width: person.width - 2 * x
            height: Math.round(person.height * 0.36)
            topLeftRadius: height * 0.8
            topRightRadius: height * 0.8
            filled: person.filled
        }
    }

    component PersonPart: Rectangle {
        property bool filled: false

        color: filled ? Theme.accent : "transparent"
        border.width: filled ? 0 : Math.max(1, Theme.line * 0.75)
        border.color: Theme.border
    }

    // All digits are as wide as the widest, which is the zero of our face: it has none of one width.
    component Digit: Text {
        id: digit

        required property var setting

        width: metrics.advanceWidth("0")
        height: setting.height
        horizontalAlignment: Text.AlignHCenter
        textFormat: Text.PlainText
        color: Theme.accent
        font.family: Theme.family
        font.pixelSize: Math.max(1, setting.px)
        font.weight: setting.weight
        font.hintingPreference: Font.PreferNoHinting
        Accessible.ignored: true

        FontMetrics {
            id: metrics
            font: digit.font
        }
    }

    Repeater {
        model: root.body.groups

        Rectangle {
            id: card

            required property var modelData

            x: modelData.box.left
            y: modelData.box.top
            width: modelData.box.width
            height: modelData.box.height
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.line
            border.color: Theme.plain ? Theme.border : Theme.hairline

            SetLines {
                x: Theme.unit * 7
                y: x
                width: card.width - 2 * x
                setting: card.modelData.title
                onActed: action => root.acted(action)
            }

            Repeater {
                model: card.modelData.of

                Person {
                    required property int index

                    x: Math.round(root.people.left) + index % root.inARow * root.size
                    y: Math.round(root.people.top) + Math.floor(index / root.inARow) * root.size
                    width: root.size
                    height: root.size
                    filled: index < card.modelData.filled
                }
            }

            Row {
                id: number
                x: root.words.left
                y: root.words.top
                height: card.modelData.number.height

                Repeater {
                    model: card.modelData.number.plain.split("")

                    Digit {
                        required property string modelData

                        text: modelData
                        setting: card.modelData.number
                    }
                }
            }

            SetLines {
                x: root.words.left
                y: root.words.top + number.height
                width: root.words.width
                setting: card.modelData.text
                onActed: action => root.acted(action)
            }
        }
    }

    PartList {
        x: root.textBox.left
        y: root.textBox.top
        width: root.textBox.width
        parts: root.body.parts
        onActed: action => root.acted(action)
    }
}
