pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Shows a page by the file with the name of its body (kiosk/layout/page.py): a pane of the reader, or the help panel.
Item {
    id: root

    property var page: null
    property int offset: 0

    // Of a question that is answered by typing.
    property string field: ""
    property bool capitals: false

    // Its picture goes up to the edge of the screen.
    readonly property bool pictured: visible && !!page && page.frame.bleeds

    readonly property string address: page?.frame.address ?? ""

    signal acted(action: string)

    // What shows it, and the file that it came from.
    property PageFrame frame: null
    property string file: ""
    readonly property var components: ({})

    // Not by a Loader: what is handed to its setSource is never given free (Qt 6.11).
    function make(wanted: string): PageFrame {
        const component = components[wanted] ?? Qt.createComponent(wanted);
        components[wanted] = component;
        return component.createObject(root, { page }) as PageFrame;
    }

    function buttons(item: Item): var {
        return [...item.children].reduce((found, each) => found.concat(each as T.AbstractButton ? [each] : buttons(each)), []);
    }

    // What was touched stands elsewhere or looks otherwise and is made anew: the keys stay on it.
    function change(): void {
        const same = frame.page.frame.address === page.frame.address && frame.page.frame.heading.plain === page.frame.heading.plain;
        const at = same ? buttons(frame).findIndex(each => each.activeFocus) : -1;
        frame.page = page;
        if (at >= 0)
            buttons(frame)[at]?.forceActiveFocus(Qt.TabFocusReason);
    }

    onPageChanged: {
        const wanted = page ? "../pages/" + page.body.kind + "Page.qml" : "";
        if (frame && wanted === file) {
            // A turned page comes again with the next touch; to draw the same anew would take longer than the comparison.
            if (JSON.stringify(frame.page) !== JSON.stringify(page))
                change();
            return;
        }
        if (frame) {
            frame.visible = false;
            frame.destroy();
        }
        file = wanted;
        frame = wanted ? make(wanted) : null;
    }

    Binding {
        target: root.frame
        property: "field"
        value: root.field
        when: root.frame !== null
    }

    Binding {
        target: root.frame
        property: "capitals"
        value: root.capitals
        when: root.frame !== null
    }

    Connections {
        target: root.frame

        function onActed(action: string): void { root.acted(action); }
    }
}
