pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// What the clinic tells everybody for some days, as the layout set it.
Rectangle {
    id: root

    required property var notice

    visible: !!notice
    width: notice?.width ?? 0
    height: notice?.height ?? 0
    radius: Theme.smallRadius
    color: Theme.tint("sun")
    border.width: Theme.plain ? Theme.line : 0
    border.color: Theme.border

    Icon {
        x: root.notice?.pad ?? 0
        anchors.verticalCenter: parent.verticalCenter
        name: "info"
        side: Math.max(1, (root.notice?.inset ?? 0) - 2 * x)
        tone: Theme.ink
    }

    Column {
        x: root.notice?.inset ?? 0
        y: root.notice?.pad ?? 0

        Repeater {
            model: root.notice?.parts ?? []

            SetLines {
                required property var modelData

                width: root.width
                setting: modelData
            }
        }
    }
}
