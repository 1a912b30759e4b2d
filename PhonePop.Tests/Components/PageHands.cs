using Bunit;
using Microsoft.AspNetCore.Components;

namespace PhonePop.Tests.Components;

/// <summary>Finds and touches in one step on the page's own thread: a page that is drawn anew by itself cannot do so between the two.</summary>
internal static class PageHands
{
    public static Task PressAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent => page.InvokeAsync(() => page.Find(selector).Click());

    /// <summary>Types, as the browser tells it at each key.</summary>
    public static Task TypeAsync<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent => page.InvokeAsync(() => page.Find(selector).Input(text));

    /// <summary>Types and leaves the field.</summary>
    public static Task FillAsync<T>(this IRenderedComponent<T> page, string selector, string text)
        where T : IComponent => page.InvokeAsync(() => page.Find(selector).Change(text));
}
