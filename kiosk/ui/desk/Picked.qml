pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Over the kiosk's own screen: a touch chooses what stands there, a double touch does what it does for visitors. What is chosen has an outline.
Item {
    id: root

    required property EditView view
    required property Item glass

    // The chosen text as it stands on the screen, and what it is called.
    property string plain: ""
    property string called: ""
    property bool picture: false

    // Whether the chosen text heads what it stands on: others there may say the same.
    property bool heads: false

    // So much room it takes above.
    readonly property real tagHeight: tag.height + 6

    property rect box: Qt.rect(0, 0, 0, 0)

    // Whether it shows by itself, and not only among others in one line, as the topic over a slide.
    property bool alone: false

    signal chose(words: string, kind: string)

    // A double touch led where what is chosen does not show; these words head what does.
    signal went(words: string)

    // All that can be touched, with its words and its kind, and what covers it, in the order in which it is drawn.
    function things(item: Item): var {
        let found = [];
        for (const child of drawnIn(item)) {
            if (!child.visible || child.opacity === 0)
                continue;
            const lines = child as SetLines, words = child as Text, button = child as T.AbstractButton, image = child as Picture;
            const fill = child as Rectangle;
            if (lines && lines.plain !== "")
                found.push({ item: child, words: lines.plain, kind: "text" });
            else if (words && words.text !== "" && !(item as SetLines))
                found.push({ item: child, words: words.text, kind: item.parent as T.AbstractButton ? "button" : "text" });
            else if (button && button.text !== "" && !button.Accessible.ignored)
                found.push({ item: child, words: button.text, kind: "button" });
            else if (image && image.status === Image.Ready && image.width > root.width / 8)
                found.push({ item: child, words: "", kind: "picture" });
            else if (fill && fill.color.a > 0)
                found.push({ item: child, words: "", kind: "cover" });
            if (!lines)
                found = found.concat(things(child));
        }
        return found;
    }

    function drawnIn(item: Item): var {
        const children = Array.from(item.children);
        const heights = Array.from(new Set(children.map(child => child.z))).sort((one, other) => one - other);
        return [].concat(...heights.map(height => children.filter(child => child.z === height)));
    }

    function place(thing: var): rect {
        return thing.item.mapToItem(root, 0, 0, thing.item.width, thing.item.height);
    }

    // A cover takes away what is drawn behind it, but not the button that it is the ground of.
    function uncovered(behind: var, cover: Item): var {
        const around = [];
        for (let item = cover; item && item !== glass; item = item.parent)
            around.push(item);
        return behind.filter(thing => around.includes(thing.item));
    }

    // The smallest thing under a finger of those that nothing covers there.
    function at(x: real, y: real): var {
        let there = [];
        for (const thing of things(glass)) {
            const where = place(thing);
            if (x < where.x || x >= where.x + where.width || y < where.y || y >= where.y + where.height)
                continue;
            thing.size = where.width * where.height;
            if (thing.kind === "cover")
                there = uncovered(there, thing.item);
            else
                there.push(thing);
        }
        return there.reduce((best, thing) => !best || thing.size <= best.size ? thing : best, null);
    }

    // The word of these lines that a touch explains there; null where none stands.
    function explainedAt(lines: Item, x: real, y: real): HardWord {
        return lines as SetLines ? Array.from(lines.children).find(child => {
            const where = child.mapToItem(root, 0, 0, child.width, child.height);
            return child as HardWord && x >= where.x && x < where.x + where.width && y >= where.y && y < where.y + where.height;
        }) ?? null : null;
    }

    // What heads the uppermost of what shows, and what did before a double touch: a sheet may have come over what is chosen.
    property string headed: ""

    function uppermost(texts: var): var {
        return texts.filter(thing => (thing.item as SetLines)?.heads).pop() ?? null;
    }

    // All that nothing covers.
    function open(): var {
        let there = [];
        for (const thing of things(glass)) {
            if (thing.kind !== "cover") {
                there.push(thing);
                continue;
            }
            const over = place(thing);
            const hidden = there.filter(each => {
                const where = place(each);
                return where.x >= over.x && where.y >= over.y && where.x + where.width <= over.x + over.width && where.y + where.height <= over.y + over.height;
            });
            const left = uncovered(hidden, thing.item);
            there = there.filter(each => !hidden.includes(each) || left.includes(each));
        }
        return there;
    }

    function find(): void {
        let left = Infinity, top = Infinity, right = 0, bottom = 0;
        const wanted = view.bare(plain);
        const there = open().filter(thing => {
            const where = place(thing);
            return where.x >= 0 && where.y >= 0 && where.x + where.width <= width + 1 && !(picture && where.width > width * 0.95 && where.height < 3);
        });
        const parts = there.filter(thing => {
            const words = view.bare(thing.words);
            return picture ? thing.kind === "picture" : words !== "" && (words === wanted || words.length > 7 && wanted.includes(words));
        });
        // A text may stand behind another one in one line.
        const among = parts.length > 0 || picture || wanted.length < 8 ? [] : there.filter(thing => view.bare(thing.words).includes(wanted)).slice(-1);
        const fitting = parts.concat(among);
        alone = parts.length > 0;
        // Where the whole text stands more than once, as in a list and on the sheet over it, the uppermost is meant.
        const alike = picture ? [] : fitting.filter(thing => view.bare(thing.words) === wanted);
        const headed = alike.filter(thing => ((thing.item as SetLines)?.heads ?? false) === heads);
        const whole = headed.length > 0 ? headed : alike;
        for (const thing of whole.length > 0 ? whole.slice(-1) : fitting) {
            const where = place(thing);
            left = Math.min(left, where.x);
            top = Math.min(top, where.y);
            right = Math.max(right, where.x + where.width);
            bottom = Math.max(bottom, where.y + where.height);
        }
        box = right > left ? Qt.rect(left - 6, top - 4, right - left + 12, bottom - top + 8) : Qt.rect(0, 0, 0, 0);
    }

    // Once what changed is in its place.
    function look(): void {
        looking.restart();
        standing.restart();
    }

    onPlainChanged: {
        arriving.stop();
        look();
    }
    onPictureChanged: look()
    onHeadsChanged: look()
    onWidthChanged: look()
    onHeightChanged: look()

    Timer {
        id: looking
        interval: 40
        onTriggered: root.find()
    }

    Timer {
        // Once more when a page that was turned stands still.
        id: standing
        interval: 600
        onTriggered: root.find()
    }

    Timer {
        // Once the page that it led to stands still.
        id: arriving
        interval: 500
        onTriggered: {
            root.find();
            const texts = root.open().filter(thing => thing.kind === "text");
            const head = root.uppermost(texts);
            if (texts.length > 0 && (!root.alone || (head?.words ?? root.headed) !== root.headed))
                root.went((head ?? texts[0]).words);
        }
    }

    MouseArea {
        anchors.fill: parent
        cursorShape: Qt.PointingHandCursor
        // Whatever is touched next goes before; a third touch of a nervous finger belongs to the double touch.
        property real doubled: 0

        onPressed: {
            if (Date.now() - doubled > 300)
                arriving.stop();
        }
        onClicked: mouse => {
            const thing = root.at(mouse.x, mouse.y);
            if (thing)
                root.chose(thing.words, thing.kind);
        }
        onDoubleClicked: mouse => {
            const thing = root.at(mouse.x, mouse.y);
            let item = root.explainedAt(thing?.item ?? null, mouse.x, mouse.y) ?? thing?.item ?? null;
            while (item && !(item as T.AbstractButton) && item !== root.glass)
                item = item.parent;
            if (item as T.AbstractButton) {
                root.headed = root.uppermost(root.open().filter(each => each.kind === "text"))?.words ?? "";
                item.clicked();
                doubled = Date.now();
                arriving.restart();
            }
            root.look();
        }
    }

    Rectangle {
        x: root.box.x
        y: root.box.y
        width: root.box.width
        height: root.box.height
        visible: width > 0
        radius: 8
        color: "transparent"
        border.width: 3
        border.color: Desk.outline

    }

    Rectangle {
        // Above the screen, where it covers nothing.
        id: tag
        x: Math.max(0, Math.min(root.width - width, root.box.x))
        y: -height - 6
        width: name.implicitWidth + 20
        height: name.implicitHeight + 8
        visible: root.box.width > 0
        radius: 6
        color: Desk.outline

        DeskText {
            id: name
            anchors.centerIn: parent
            text: root.called
            color: Desk.accentInk
            font.pixelSize: Desk.small
            font.weight: 600
        }
    }
}
