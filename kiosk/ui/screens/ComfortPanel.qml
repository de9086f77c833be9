pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Reading comfort: beside the page, or at the bottom of an upright screen, so that the effect of a touch is seen at once.
Item {
    id: root

    required property VisitView visit
    required property var panel

    // Drawn after what was in hand before is known.
    property var groups: []

    // Each touch makes the options anew: the keys stay on theirs.
    function change(): void {
        const held = options().find(each => each.activeFocus)?.option.action;
        groups = panel.groups;
        if (held)
            options().find(each => each.option.action === held)?.forceActiveFocus(Qt.TabFocusReason);
    }

    function options(): var {
        return [...card.children].reduce((found, each) => found.concat([...each.children].filter(one => one as OptionButton)), []);
    }

    onPanelChanged: change()

    T.AbstractButton {
        anchors.fill: parent
        text: Words.say.close ?? ""
        focusPolicy: Qt.NoFocus
        Accessible.ignored: true
        onClicked: root.visit.act("close")
    }

    Rectangle {
        id: card
        x: root.panel.left
        anchors.bottom: parent.bottom
        width: root.panel.width
        height: root.panel.height
        radius: Theme.radius * 1.3
        color: Theme.surface
        border.width: Theme.line * 1.5
        border.color: Theme.border

        T.AbstractButton {
            // Keeps touches between the options from closing the panel.
            anchors.fill: parent
            focusPolicy: Qt.NoFocus
            Accessible.ignored: true
        }

        Item {
            id: inside
            x: root.panel.pad
            y: root.panel.pad
            width: parent.width - 2 * x

            SetLines {
                id: heading
                width: parent.width
                heads: true
                setting: root.panel.heading
            }

            Text {
                anchors.right: parent.right
                anchors.baseline: heading.bottom
                anchors.baselineOffset: -Theme.unit * 4
                visible: text !== ""
                text: root.panel.page_note
                textFormat: Text.PlainText
                color: Theme.soft
                font.family: Theme.family
                font.pixelSize: Theme.smallSize
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }

            SetLines {
                y: heading.height + Theme.space
                width: parent.width
                setting: root.panel.sample
            }
        }

        Repeater {
            model: root.groups

            Item {
                id: group

                required property var modelData

                x: root.panel.pad
                y: root.panel.pad + root.panel.top
                width: inside.width

                SetLines {
                    x: group.modelData.box.left
                    y: group.modelData.box.top
                    width: group.modelData.box.width
                    heads: true
                    setting: group.modelData.heading
                    tone: Theme.soft
                }

                Repeater {
                    model: group.modelData.options

                    OptionButton {
                        required property var modelData

                        option: modelData
                        onClicked: root.visit.act(modelData.action)
                    }
                }
            }
        }
    }
}
