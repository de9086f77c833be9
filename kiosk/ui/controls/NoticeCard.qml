pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// What the clinic tells everybody for some days, or at once, as the layout set it.
Rectangle {
    id: root

    required property var notice

    readonly property bool urgent: notice?.urgent ?? false

    visible: !!notice
    width: notice?.width ?? 0
    height: notice?.height ?? 0
    radius: Theme.smallRadius
    color: urgent ? Theme.surface : Theme.tint("sun")
    border.width: urgent ? Theme.line * 3 : Theme.plain ? Theme.line : 0
    border.color: urgent ? Theme.wrong : Theme.border

    Icon {
        x: root.notice?.pad ?? 0
        anchors.verticalCenter: parent.verticalCenter
        name: root.urgent ? "triangle-alert" : "info"
        side: Math.max(1, (root.notice?.inset ?? 0) - 2 * x)
        tone: root.urgent ? Theme.wrong : Theme.ink
    }

    Column {
        x: root.notice?.inset ?? 0
        y: root.notice?.pad ?? 0
        spacing: root.notice?.gap ?? 0

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
