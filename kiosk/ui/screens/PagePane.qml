pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Shows a page by its kind: a pane of the reader, or the help panel.
Item {
    id: root

    property var page: null
    property int offset: 0

    // Of a question that is answered by typing.
    property string field: ""
    property bool capitals: false

    readonly property string address: page?.address ?? ""

    signal wordTouched(word: string)
    signal sourcesTouched()
    signal cardTouched(about: string)
    signal wentTo(address: string)
    signal questionChosen(question: string)
    signal keyTouched(types: string, does: string)

    function fileFor(kind: string): string {
        const files = { steps: "Steps", compare: "Compare", cards: "Cards", dots: "Dots", end: "End", help: "Help", rows: "Rows", basket: "Basket", ask: "Ask", choices: "Choices", review: "Review", ruler: "Ruler", touches: "Touches" };
        return "../slides/" + (files[kind] ?? "Points") + "Page.qml";
    }

    onPageChanged: {
        if (!page) {
            loader.source = "";
            return;
        }
        const file = Qt.resolvedUrl(fileFor(page.kind));
        if (loader.source.toString() === file.toString() && loader.item)
            (loader.item as PageFrame).page = page;
        else
            loader.setSource(file, { page });
    }

    Loader {
        id: loader
        anchors.fill: parent
    }

    Binding {
        target: loader.item as PageFrame
        property: "field"
        value: root.field
        when: loader.item !== null
    }

    Binding {
        target: loader.item as PageFrame
        property: "capitals"
        value: root.capitals
        when: loader.item !== null
    }

    Connections {
        target: loader.item as PageFrame
        ignoreUnknownSignals: true

        function onWordTouched(word: string): void { root.wordTouched(word); }
        function onSourcesTouched(): void { root.sourcesTouched(); }
        function onCardTouched(about: string): void { root.cardTouched(about); }
        function onWentTo(address: string): void { root.wentTo(address); }
        function onQuestionChosen(question: string): void { root.questionChosen(question); }
        function onKeyTouched(types: string, does: string): void { root.keyTouched(types, does); }
    }
}
