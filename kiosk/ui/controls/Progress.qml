pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Where you are among the slides of a topic: a dash for each, the one in hand longer and dark. The words beside the title say it too.
Item {
    id: root

    required property int slide
    required property int slides
    property real room: Theme.unit * 120

    readonly property real step: Math.min(Theme.unit * 9, (room - Theme.unit * 6) / Math.max(1, slides))

    implicitWidth: step * slides + Theme.unit * 6
    implicitHeight: Theme.unit * 3
    visible: slides > 1 && step > Theme.unit * 2

    Row {
        anchors.centerIn: parent
        spacing: Theme.unit * 1.6

        Repeater {
            model: root.slides

            Rectangle {
                required property int index

                width: Math.max(1, root.step - Theme.unit * 1.6) + (index === root.slide ? Theme.unit * 6 : 0)
                height: Theme.unit * 2.2
                radius: height / 2
                color: index === root.slide ? Theme.accent : Theme.plain ? Theme.surface : Theme.border
                border.width: Theme.plain && index !== root.slide ? Theme.line : 0
                border.color: Theme.border
                opacity: index === root.slide || Theme.plain ? 1 : index < root.slide ? 0.8 : 0.45
            }
        }
    }
}
