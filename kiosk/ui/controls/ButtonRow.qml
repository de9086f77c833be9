import QtQuick
import kiosk.ui

// Buttons beside one another. With `fill` they share that width, each by its need; without, each is as wide as it needs.
Row {
    id: root

    property real fill: 0

    readonly property real natural: needs.total + Math.max(0, needs.count - 1) * spacing
    readonly property var needs: {
        let total = 0, count = 0;
        for (const button of children) {
            if ((button as PillButton)?.shown) {
                total += (button as PillButton).implicitWidth;
                count += 1;
            }
        }
        return { total, count };
    }
    readonly property real share: fill > 0 && needs.total > 0
        ? (fill - Math.max(0, needs.count - 1) * spacing) / needs.total : 1

    function widthOf(button: PillButton): real {
        return Math.floor(button.implicitWidth * share);
    }

    spacing: Theme.space
}
