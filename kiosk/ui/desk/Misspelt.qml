pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// Below a text at the desk: its words that are in no dictionary, each with what may be meant, and a way to say that it is right.
Column {
    id: root

    required property EditView view
    required property DeskField field
    property string language: ""

    readonly property var told: view.spelling[language] ?? []

    // Whose advice has come: no button moves away from under a finger by what comes later.
    readonly property var there: told.filter(each => each.advised && field.placesOf(each.word).length > 0)

    width: parent?.width ?? 0
    spacing: 8
    visible: there.length > 0

    Repeater {
        model: root.there.length

        Column {
            id: word

            required property int index

            readonly property var told: root.there[index] ?? { word: "", instead: [] }

            width: root.width
            spacing: 5

            DeskText {
                width: parent.width
                text: "“" + word.told.word + "” is in no dictionary."
                color: Desk.wrong
                font.pixelSize: Desk.small
                font.weight: 600
            }

            Flow {
                width: parent.width
                spacing: 6

                Repeater {
                    model: word.told.instead

                    DeskButton {
                        required property string modelData

                        text: modelData
                        spoken: "Write “" + modelData + "” in place of “" + word.told.word + "”"
                        implicitHeight: 34
                        onClicked: {
                            const field = root.field;
                            field.exchange(word.told.word, modelData);
                            field.typeOn();
                        }
                    }
                }

                DeskButton {
                    text: "Add to the dictionary"
                    spoken: "Add “" + word.told.word + "” to the dictionary"
                    implicitHeight: 34
                    onClicked: root.view.ask("own-word", JSON.stringify({ language: root.language, word: word.told.word }))
                }
            }
        }
    }
}
