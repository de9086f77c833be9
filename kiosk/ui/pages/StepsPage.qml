pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A timeline that can be touched: the stops on a line, and what happens at the one in hand.
PageFrame {
    id: root

    readonly property var nodes: body.nodes
    readonly property real step: textBox.width / Math.max(1, nodes.length)
    readonly property real railTop: body.rail_top

    Rectangle {
        x: root.textBox.left + root.step / 2
        y: root.railTop + Theme.railMiddle - height / 2
        width: root.step * (root.nodes.length - 1)
        height: Theme.railLine
        radius: height / 2
        color: Theme.tint("mist")
        border.width: Theme.plain ? Theme.line : 0
        border.color: Theme.border
    }

    Rectangle {
        x: root.textBox.left + root.step / 2
        y: root.railTop + Theme.railMiddle - height / 2
        width: root.step * root.body.stop
        height: Theme.railLine
        radius: height / 2
        color: Theme.accent
    }

    Repeater {
        model: root.nodes

        T.AbstractButton {
            id: node

            required property var modelData
            required property int index
            readonly property bool current: index === root.body.stop
            readonly property bool past: index < root.body.stop

            x: root.textBox.left + index * root.step
            y: root.railTop
            width: root.step
            height: Theme.rail + modelData.label.height
            focusPolicy: Qt.TabFocus
            text: modelData.spoken
            Accessible.role: Accessible.PageTab
            Accessible.name: text
            Accessible.selected: current
            Keys.onReturnPressed: click()
            Keys.onEnterPressed: click()
            onClicked: root.acted(modelData.action)

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: Theme.railMiddle - height / 2
                width: node.current ? Theme.stopNow : Theme.stop
                height: width
                radius: width / 2
                color: node.current ? Theme.accent : node.pressed ? Theme.tint("mist") : Theme.surface
                border.width: Theme.unit * 0.9
                border.color: node.current || node.past ? Theme.accent : Theme.border

                Icon {
                    anchors.centerIn: parent
                    name: node.modelData.icon
                    side: parent.width * 0.48
                    tone: node.current ? Theme.accentInk : Theme.accent
                }
            }

            FocusRing {
                shown: node.activeFocus
                corner: Theme.radius
            }

            SetLines {
                y: Theme.railLabels
                width: parent.width
                align: Text.AlignHCenter
                setting: node.modelData.label
                tone: node.current ? Theme.accent : Theme.soft
                silent: true
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
