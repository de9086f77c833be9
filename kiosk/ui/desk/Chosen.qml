pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// At the right of the desk: the chosen text in each language, and all that belongs to it; or the facts of the clinic, its notices, or a publication.
Rectangle {
    id: root

    required property EditView view

    readonly property var chosen: view.chosen
    readonly property var side: view.side
    readonly property string panel: side.panel ?? ""

    // What is withdrawn here is so at once only where a kiosk shows this very folder.
    readonly property string withdraws: view.state.here ? "Withdraw it now" : "Withdraw it"

    // Which list is open: of icons, of pictures, of sources.
    property string open: ""

    onPanelChanged: fromTheTop()

    color: Desk.paper
    onChosenChanged: {
        if ((chosen.key ?? "") !== key) {
            key = chosen.key ?? "";
            fromTheTop();
        }
    }
    property string key: ""

    // Something else is looked at.
    function fromTheTop(): void {
        open = "";
        flick.told = null;
        flick.contentY = 0;
    }

    // The next key goes on with the chosen text, in the language that the kiosk's screen shows.
    function typeOn(): void {
        const text = chosenText.item as TextPanel;
        text?.typeOn((chosen.texts ?? []).findIndex(each => each.language === view.looks.now.language));
    }

    function count(words: string): string {
        const number = words.split(/\s+/).filter(word => word).length;
        return number === 1 ? "1 word" : number + " words";
    }

    // Whether this stands at the field of the chosen text already.
    function toldBeside(wrong: string): bool {
        return (chosen.texts ?? []).some(text => (text.never ?? []).some(each => each.wrong === wrong));
    }

    component Label: DeskText {
        color: Desk.soft
        font.pixelSize: Desk.small
        font.weight: 600
    }

    // A text in one language: its name, a note beside it, and the field.
    component Version: Column {
        id: version

        property string name: ""
        property string language: ""
        property string note: ""
        property bool warns: false
        property string words: ""
        property string hint: ""
        property string example: ""
        readonly property alias text: field.text

        // What the kiosk never says, with what to say instead.
        property var never: []

        signal typed(words: string)
        signal ended()

        width: parent?.width ?? 0
        spacing: 5

        Item {
            width: parent.width
            height: label.height

            Label {
                id: label
                width: parent.width - noted.width - 8
                text: version.name
            }

            Label {
                id: noted
                anchors.right: parent.right
                text: version.note
                color: version.warns ? Desk.warn : Desk.soft
            }
        }

        function typeOn(): void { field.typeOn(); }

        DeskField {
            id: field
            width: parent.width
            words: version.words
            spoken: version.name
            slips: misspelt.told.map(each => each.word)
            hint: version.hint
            example: version.example
            onTyped: words => version.typed(words)
            onEnded: version.ended()
            onAsked: deed => root.view.ask(deed, "")
        }

        Misspelt {
            id: misspelt
            view: root.view
            field: field
            language: version.language
        }

        Repeater {
            model: version.never

            DeskText {
                required property var modelData

                width: version.width
                text: modelData.wrong + " " + modelData.instead
                color: Desk.wrong
                font.pixelSize: Desk.small
                font.weight: 600
            }
        }
    }

    Flickable {
        id: flick
        anchors.fill: parent
        contentHeight: all.height + 48
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: DeskScrollBar {}

        // What was told just now is seen, wherever somebody had scrolled to, with the button below it.
        property Item told: null

        Timer {
            // Once what changed is in its place.
            id: showing
            interval: 40
            onTriggered: {
                if (!flick.told)
                    return;
                const top = flick.told.mapToItem(flick.contentItem, 0, 0).y, below = top + flick.told.height + 70;
                const least = Math.min(below, flick.contentHeight) - flick.height;
                flick.contentY = Math.max(0, Math.min(top - 20, Math.max(flick.contentY, least)));
            }
        }

        Connections {
            target: Desk

            function onTold(beside: Item): void {
                flick.told = beside;
                showing.restart();
            }
        }

        Column {
            id: all
            x: 24
            y: 20
            width: parent.width - 48
            spacing: 16

            Loader {
                width: parent.width
                active: !!root.side.conflict?.file
                visible: active
                sourceComponent: DeskCard {
                    title: "Somebody else changed the same lines in " + root.side.conflict.file + "."
                    words: "Yours:\n" + root.side.conflict.mine + "\n\nTheirs:\n" + root.side.conflict.theirs

                    DeskButton { text: "Keep yours"; onClicked: root.view.ask("mine", "") }
                    DeskButton { text: "Take theirs"; onClicked: root.view.ask("theirs", "") }
                }
            }

            Loader {
                id: chosenText
                width: parent.width
                active: root.panel === ""
                visible: active
                sourceComponent: TextPanel {}
            }

            Loader {
                width: parent.width
                active: root.panel === "facts"
                visible: active
                sourceComponent: factsPanel
            }

            Loader {
                width: parent.width
                active: root.panel === "notices"
                visible: active
                sourceComponent: noticePanel
            }

            Loader {
                width: parent.width
                active: root.panel === "publish"
                visible: active
                sourceComponent: publishPanel
            }

            Loader {
                width: parent.width
                active: root.panel === "history"
                visible: active
                sourceComponent: historyPanel
            }

            Loader {
                width: parent.width
                active: root.panel === "replace"
                visible: active
                sourceComponent: replacePanel
            }
        }
    }

    component TextPanel: Column {
        spacing: 16

        function typeOn(number: int): void { (versions.itemAt(number) as Version)?.typeOn(); }

        DeskText {
            width: parent.width
            text: (root.chosen.title ?? "").replace(/^./, first => first.toUpperCase())
            font.pixelSize: Desk.large
            font.weight: 700
        }

        Loader {
            width: parent.width
            active: (root.chosen.shared ?? "") !== ""
            visible: active
            sourceComponent: DeskCard {
                title: root.chosen.shared
                tone: Desk.warm
            }
        }

        Repeater {
            id: versions
            model: (root.chosen.texts ?? []).length

            Version {
                required property int index

                readonly property var version: (root.chosen.texts ?? [])[index] ?? {}
                readonly property bool fallen: (root.side.fallen ?? []).includes(version.language)

                name: version.name ?? ""
                language: version.language ?? ""
                words: version.words ?? ""
                hint: "Nothing yet"
                warns: fallen
                note: fallen ? "written for an earlier text" : root.count(text)
                never: version.never ?? []
                onTyped: words => root.view.type(version.language, words)
                onEnded: root.view.leave()

                DeskButton {
                    visible: parent.fallen
                    text: "It still fits"
                    spoken: "It still fits: " + parent.name
                    onClicked: root.view.ask("fits", parent.version.language)
                }
            }
        }

        Repeater {
            model: root.side.problems ?? []

            DeskCard {
                id: problem

                required property var modelData
                required property int index

                visible: !root.toldBeside(modelData.wrong)
                title: modelData.wrong
                words: [modelData.line, modelData.instead].filter(part => part).join("\n")
                tone: modelData.severity === "error" ? Desk.alarm : Desk.warm

                DeskButton {
                    visible: problem.modelData.cure
                    text: "Do that"
                    spoken: "Do that: " + problem.modelData.instead
                    onClicked: root.view.ask("cure", String(problem.index))
                }

                DeskButton {
                    visible: problem.modelData.elsewhere
                    text: "Go there"
                    spoken: "Go there: " + problem.modelData.wrong
                    onClicked: root.view.ask("go-here", String(problem.index))
                }
            }
        }

        Column {
            width: parent.width
            spacing: 6
            visible: root.chosen.says ?? false

            Label { text: "What it says" }

            Flow {
                width: parent.width
                spacing: 6

                Repeater {
                    model: ["Fact", "Benefit", "Limit", "Risk", "Just practical"]

                    DeskButton {
                        required property string modelData

                        text: modelData
                        choice: true
                        implicitHeight: 34
                        on: root.chosen.makes === modelData
                        spoken: "What it says: " + text
                        onClicked: root.view.ask("makes", modelData)
                    }
                }
            }
        }

        Column {
            width: parent.width
            spacing: 6
            visible: root.chosen.says ?? false

            Label { text: "Where it comes from" }

            Repeater {
                model: root.chosen.sources ?? []

                Row {
                    required property var modelData

                    width: parent.width
                    spacing: 8

                    DeskText {
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - 100
                        text: parent.modelData.cite
                        maximumLineCount: 2
                        elide: Text.ElideRight
                        font.pixelSize: Desk.small
                    }

                    DeskButton {
                        text: "Remove"
                        implicitHeight: 32
                        spoken: "Remove the source " + parent.modelData.cite
                        onClicked: root.view.ask("unsource", parent.modelData.name)
                    }
                }
            }

            DeskButton {
                text: root.open === "sources" ? "Close the list" : "Add a source"
                onClicked: root.open = root.open === "sources" ? "" : "sources"
            }

            Loader {
                width: parent.width
                active: root.open === "sources"
                visible: active
                sourceComponent: Column {
                    spacing: 4

                    Repeater {
                        model: root.view.offers.sources ?? []

                        DeskButton {
                            required property var modelData

                            width: parent.width
                            text: modelData.cite
                            spoken: "Take this source: " + text
                            onClicked: {
                                root.open = "";
                                root.view.ask("source", modelData.name);
                            }
                        }
                    }
                }
            }
        }

        Column {
            width: parent.width
            spacing: 6
            visible: (root.chosen.can_icon ?? false) || (root.chosen.slide ?? false) || (root.chosen.topic ?? false)

            Label { text: "Icon and picture" }

            Row {
                width: parent.width
                spacing: 10

                T.AbstractButton {
                    id: iconButton
                    visible: root.chosen.can_icon ?? false
                    implicitWidth: 60
                    implicitHeight: 60
                    text: "Change the icon"
                    focusPolicy: Qt.StrongFocus
                    Accessible.role: Accessible.Button
                    Accessible.name: text
                    onClicked: root.open = root.open === "icons" ? "" : "icons"

                    background: Rectangle {
                        radius: 10
                        color: Desk.surface
                        border.width: iconButton.visualFocus ? 3 : 1
                        border.color: iconButton.visualFocus ? Desk.outline : Desk.border
                    }

                    contentItem: Item {
                        Icon {
                            anchors.centerIn: parent
                            name: root.chosen.icon ?? ""
                            tone: Desk.ink
                            side: 30
                        }
                    }
                }

                T.AbstractButton {
                    id: pictureButton
                    visible: (root.chosen.slide ?? false) || (root.chosen.topic ?? false)
                    implicitWidth: 100
                    implicitHeight: 60
                    text: "Change the picture"
                    focusPolicy: Qt.StrongFocus
                    Accessible.role: Accessible.Button
                    Accessible.name: text
                    onClicked: root.open = root.open === "pictures" ? "" : "pictures"

                    background: Rectangle {
                        radius: 10
                        color: Desk.surface
                        border.width: pictureButton.visualFocus ? 3 : 1
                        border.color: pictureButton.visualFocus ? Desk.outline : Desk.border
                    }

                    contentItem: Picture { source: root.chosen.picture_url ?? "" }
                }

                DeskText {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - x
                    visible: root.chosen.slide ?? false
                    text: "Touch the picture to choose another one, or a photo of your own. You can also drag a photo onto this window."
                    color: Desk.soft
                    font.pixelSize: Desk.small
                }
            }

            DeskText {
                width: parent.width
                visible: text !== ""
                text: root.chosen.picture_wrong ? "The picture " + root.chosen.picture_file + " does not show. " + root.chosen.picture_wrong : ""
                color: Desk.wrong
                font.pixelSize: Desk.small
            }

            DeskButton {
                visible: root.open === "pictures" && (root.chosen.slide ?? false)
                text: "Choose a photo of your own"
                onClicked: root.view.ask("photos", "")
            }

            Loader {
                width: parent.width
                active: root.open === "pictures" && (root.view.offers.looked ?? false)
                visible: active
                sourceComponent: Column {
                    spacing: 4

                    DeskText {
                        width: parent.width
                        visible: (root.view.offers.photos ?? []).length === 0
                        text: "No photo was found in Pictures, in Downloads, on the desktop or on a USB stick."
                        color: Desk.soft
                        font.pixelSize: Desk.small
                    }

                    Repeater {
                        model: root.view.offers.photos ?? []

                        DeskButton {
                            required property var modelData

                            width: parent.width
                            text: modelData.name + "  –  " + modelData.where
                            spoken: "Take the photo " + modelData.name + " in " + modelData.where
                            onClicked: root.view.ask("picture-file", modelData.path)
                        }
                    }
                }
            }

            DeskField {
                id: path

                property string typedWords: ""

                width: parent.width
                visible: root.open === "pictures" && (root.chosen.slide ?? false)
                several: false
                hint: "Or type where your photo is, and press Enter"
                spoken: "Where your photo is"
                onTyped: words => typedWords = words
                onEnded: {
                    if (typedWords !== "")
                        root.view.ask("picture-file", typedWords);
                    typedWords = "";
                }
            }

            ToldBeside {
                view: root.view
                deed: "picture-file"
                shown: root.open === "pictures" && (root.chosen.slide ?? false)
            }

            Loader {
                width: parent.width
                active: (root.view.cropping.url ?? "") !== ""
                visible: active
                sourceComponent: Crop { view: root.view }
                onLoaded: Desk.told(this)
            }

            Loader {
                width: parent.width
                active: root.open === "icons" || root.open === "pictures"
                visible: active
                sourceComponent: Flow {
                    spacing: 6

                    Repeater {
                        model: root.open === "icons" ? root.view.offers.icons ?? [] : root.view.offers.pictures ?? []

                        T.AbstractButton {
                            id: offered

                            required property var modelData

                            implicitWidth: root.open === "icons" ? 46 : 100
                            implicitHeight: root.open === "icons" ? 46 : 62
                            text: modelData.name
                            focusPolicy: Qt.StrongFocus
                            Accessible.role: Accessible.Button
                            Accessible.name: text
                            onClicked: {
                                const deed = root.open === "icons" ? "icon" : "picture";
                                const name = modelData.name;
                                root.open = "";
                                root.view.ask(deed, name);
                            }

                            background: Rectangle {
                                radius: 8
                                color: Desk.surface
                                border.width: offered.visualFocus ? 3 : 1
                                border.color: offered.visualFocus ? Desk.outline : Desk.hairline
                            }

                            contentItem: Item {
                                Picture {
                                    anchors.fill: parent
                                    source: offered.modelData.url ?? ""
                                }

                                Icon {
                                    anchors.centerIn: parent
                                    name: offered.modelData.url === undefined ? offered.modelData.name : ""
                                    tone: Desk.ink
                                    side: 26
                                }
                            }
                        }
                    }
                }
            }
        }

        Column {
            width: parent.width
            spacing: 6
            visible: root.chosen.topic ?? false

            Label { text: "This topic" }

            Repeater {
                model: [
                    { deed: "owner", name: "Who looks after it", example: "" },
                    { deed: "checked", name: "Its facts were checked on", example: "Dec 24" },
                    { deed: "review_by", name: "To be checked again by", example: "Jun 24" }
                ]

                Column {
                    id: keeping

                    required property var modelData

                    width: parent.width
                    spacing: 4

                    Label { text: keeping.modelData.name }

                    DeskField {
                        width: parent.width
                        several: false
                        example: keeping.modelData.example
                        words: root.chosen.keeping?.[keeping.modelData.deed] ?? ""
                        spoken: keeping.modelData.name
                        property string typedWords: words
                        onTyped: words => typedWords = words
                        onEnded: {
                            if (typedWords !== words)
                                root.view.ask(keeping.modelData.deed, typedWords);
                        }
                        onAsked: deed => root.view.ask(deed, "")
                    }

                    ToldBeside {
                        view: root.view
                        deed: keeping.modelData.deed
                    }
                }
            }

            Flow {
                width: parent.width
                spacing: 8

                DeskButton {
                    text: root.chosen.hidden ? "Show the topic again" : root.withdraws.replace(/\bit\b/, "the topic")
                    grave: !root.chosen.hidden
                    onClicked: root.view.ask(root.chosen.hidden ? "show" : "hide", "")
                }

                DeskButton { text: "Add a slide to it"; onClicked: root.view.ask("add-slide", "") }
                DeskButton { text: "Add a topic after it"; onClicked: root.view.ask("add-topic", "") }
                DeskButton { text: "Delete the topic"; grave: true; enabled: !(root.chosen.only_topic ?? true); onClicked: root.view.ask("delete-topic", "") }
            }
        }

        Column {
            width: parent.width
            spacing: 6
            visible: root.chosen.slide ?? false

            Label { text: "This slide" }

            Flow {
                width: parent.width
                spacing: 8

                DeskButton {
                    visible: root.chosen.topic_hidden ?? false
                    text: "Show the topic again"
                    onClicked: root.view.ask("show-topic", "")
                }

                DeskButton {
                    visible: !(root.chosen.topic_hidden ?? false)
                    text: root.chosen.hidden ? "Show it again" : root.withdraws
                    grave: !root.chosen.hidden
                    onClicked: root.view.ask(root.chosen.hidden ? "show" : "hide", "")
                }

                DeskButton { visible: root.chosen.no_points ?? false; text: "Add a point"; onClicked: root.view.ask("add-point", "") }
                DeskButton { text: "Move slide up"; onClicked: root.view.ask("slide-up", "") }
                DeskButton { text: "Move slide down"; onClicked: root.view.ask("slide-down", "") }
                DeskButton { text: "Add a slide"; onClicked: root.view.ask("add-slide", "") }
                DeskButton { text: "Duplicate slide"; onClicked: root.view.ask("copy-slide", "") }
                DeskButton { text: "Delete slide"; grave: true; onClicked: root.view.ask("delete-slide", "") }
            }

            Days {
                begin: root.chosen.from ?? ""
                says: root.chosen.days ?? {}
                until: root.chosen.until ?? ""
                what: "Show this slide"
                onDated: (end, day) => root.view.ask(end, day)
            }
        }

        Column {
            width: parent.width
            spacing: 4
            visible: (root.chosen.beside ?? []).length > 1

            Label { text: "All texts here" }

            Repeater {
                model: root.chosen.beside ?? []

                T.AbstractButton {
                    id: other

                    required property var modelData

                    width: parent.width
                    implicitHeight: 46
                    text: modelData.called + ": " + modelData.words
                    focusPolicy: Qt.StrongFocus
                    Accessible.role: Accessible.Button
                    Accessible.name: text
                    Keys.onReturnPressed: click()
                    onClicked: {
                        root.view.open(modelData.way);
                        root.typeOn();
                    }

                    background: Rectangle {
                        radius: 8
                        color: other.modelData.now ? Desk.chosen : "transparent"
                        border.width: other.visualFocus ? 2 : 0
                        border.color: Desk.outline
                    }

                    contentItem: Column {
                        leftPadding: 8
                        topPadding: 3

                        Label {
                            width: other.width - 16
                            text: other.modelData.called
                            font.pixelSize: 12
                            Accessible.ignored: true
                        }

                        DeskText {
                            width: other.width - 16
                            text: other.modelData.words
                            maximumLineCount: 1
                            elide: Text.ElideRight
                            font.pixelSize: Desk.small
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }

        DeskText {
            width: parent.width
            text: (root.chosen.where ?? "") + " Is it open in a text editor, too? That is fine: you can use both at any time."
            color: Desk.soft
            font.pixelSize: 13
        }
    }

    // From which day until which.
    component Days: Row {
        id: days

        property string begin: ""
        property string until: ""
        property string what: ""
        property list<string> ends: ["from", "until"]

        // The days in words, and what stands before `from` and `until` in the names of their deeds.
        property var says: ({})
        property string deed: ""

        signal dated(end: string, day: string)

        width: parent?.width ?? 0
        spacing: 10

        Repeater {
            model: days.ends

            Column {
                id: day

                required property string modelData

                width: (days.width - 10 * (days.ends.length - 1)) / days.ends.length
                spacing: 4

                Label { text: day.modelData === "from" ? "Show only from" : days.ends.length > 1 ? "until (last day)" : "Show it until (last day)" }

                DeskField {
                    id: field
                    width: parent.width
                    several: false
                    example: "Dec 24"
                    words: day.modelData === "from" ? days.begin : days.until
                    spoken: days.what + " " + day.modelData
                    property string typedWords: words
                    onTyped: words => typedWords = words
                    onEnded: {
                        if (typedWords !== words || beside.visible)
                            days.dated(day.modelData, typedWords);
                    }
                    onAsked: deed => root.view.ask(deed, "")
                }

                ToldBeside {
                    id: beside
                    view: root.view
                    deed: days.deed + day.modelData
                }

                DeskText {
                    width: parent.width
                    visible: !beside.visible && text !== ""
                    text: days.says[day.modelData] ?? ""
                    color: Desk.soft
                    font.pixelSize: Desk.small
                }
            }
        }
    }

    Component {
        id: publishPanel

        Publish { view: root.view }
    }

    Component {
        id: replacePanel

        Replace { view: root.view }
    }

    Component {
        id: historyPanel

        History { view: root.view }
    }

    Component {
        id: factsPanel

        Column {
            spacing: 16

            DeskText {
                width: parent.width
                text: "Clinic facts"
                font.pixelSize: Desk.large
                font.weight: 700
            }

            DeskText {
                width: parent.width
                text: "Write these once, and they are shown wherever a text needs them. What is empty is not shown."
                color: Desk.soft
            }

            Flow {
                width: parent.width
                spacing: 8

                DeskButton {
                    text: root.open === "closed" ? "Cancel" : "Announce a closed day"
                    onClicked: root.open = root.open === "closed" ? "" : "closed"
                }

                DeskButton {
                    text: "Urgent notice"
                    spoken: "Urgent notice, and the notice of the day"
                    onClicked: root.view.ask("notices", "")
                }
            }

            Loader {
                width: parent.width
                active: root.open === "closed"
                visible: active
                sourceComponent: ClosedDays { view: root.view }
            }

            Repeater {
                model: (root.side.facts ?? []).length

                Column {
                    id: fact

                    required property int index

                    readonly property var told: (root.side.facts ?? [])[index] ?? {}

                    width: parent.width
                    spacing: 6

                    Repeater {
                        model: (fact.told.texts ?? []).length

                        Version {
                            required property int index

                            readonly property var version: (fact.told.texts ?? [])[index] ?? {}

                            name: (fact.told.called ?? "") + (version.name ? " – " + version.name : "")
                            language: version.language ?? ""
                            words: version.words ?? ""
                            example: fact.told.example ?? ""
                            note: text === "" ? "not filled in" : ""
                            warns: text === ""
                            never: version.never ?? []
                            onTyped: words => root.view.fact(fact.told.name, version.language, words)
                            onEnded: root.view.leave()
                        }
                    }
                }
            }

            DeskButton { text: "Done"; onClicked: root.view.ask("facts", "") }
        }
    }

    Component {
        id: noticePanel

        Column {
            spacing: 28

            Notice {
                which: "urgent_notice"
                title: "Urgent notice"
                what: "Show the urgent notice"
                about: "Every visitor reads it at once, over whatever is on the screen, for example “Closed today: power cut”. It stays as a line until its last day is over."
                ends: ["until"]
            }

            Notice {
                which: "notice"
                title: "Notice of the day"
                what: "Show the notice"
                about: "It is shown on the waiting screen and above the topics, for example “Closed on Thursday”. You can plan it for later."
            }

            DeskButton { text: "Done"; onClicked: root.view.ask("notices", "") }
        }
    }

    // One of the two notices: its words in each language, its days, and when visitors see it.
    component Notice: Column {
        id: notice

        required property string which
        required property string title
        required property string about
        required property string what
        property list<string> ends: ["from", "until"]

        readonly property var told: root.side.notices?.[which] ?? {}

        width: parent?.width ?? 0
        spacing: 16

        DeskText {
            width: parent.width
            text: notice.title
            font.pixelSize: Desk.large
            font.weight: 700
        }

        DeskText {
            width: parent.width
            visible: text !== ""
            text: [notice.told.seen ?? "", root.view.state.here ? "" : "Kiosks elsewhere have what is changed here once it is published."].filter(part => part).join(" ")
            color: !notice.told.there ? Desk.soft : notice.told.now ? Desk.good : Desk.warn
            font.weight: 600
        }

        DeskText {
            width: parent.width
            text: notice.about
            color: Desk.soft
        }

        Repeater {
            model: (notice.told.texts ?? []).length

            Version {
                required property int index

                readonly property var version: (notice.told.texts ?? [])[index] ?? {}

                name: notice.title + " – " + (version.name ?? "")
                language: version.language ?? ""
                words: version.words ?? ""
                note: root.count(text)
                never: version.never ?? []
                onTyped: words => root.view.fact(notice.which, version.language, words)
                onEnded: root.view.leave()
            }
        }

        Days {
            begin: notice.told.from ?? ""
            says: notice.told.days ?? {}
            deed: notice.which + "-"
            until: notice.told.until ?? ""
            what: notice.what
            ends: notice.ends
            onDated: (end, day) => root.view.ask(notice.which + "-" + end, day)
        }

        DeskButton {
            visible: notice.told.there ?? false
            text: "Take it down"
            spoken: "Take it down: " + notice.title.toLowerCase()
            grave: true
            onClicked: root.view.ask("no-" + notice.which, "")
        }
    }
}
