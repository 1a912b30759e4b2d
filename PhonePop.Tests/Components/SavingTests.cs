using AwesomeAssertions;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PhonePop.Server.Components;
using PhonePop.Server.Components.Pages;
using PhonePop.Server.Components.Shared;
using PhonePop.Server.Customers;
using PhonePop.Server.Data;
using PhonePop.Server.Security;

namespace PhonePop.Tests.Components;

/// <summary>What the database does not take is said, and stays on the page as it was typed.</summary>
public sealed class SavingTests
{
    private const int Full = 13;

    [Theory]
    [InlineData("en", "Not saved: the server's disk is full.")]
    [InlineData("ru", "Не сохранено: на диске сервера нет места.")]
    public async Task A_new_customer_that_a_full_disk_refuses_stays_in_the_form_and_is_saved_when_there_is_room(string language, string said)
    {
        var disk = new SmallDisk { IsFull = true };
        await using var context = new PageContext(language: language, more: s => s.ConfigureDbContext<PhonePopDbContext>(o => o.AddInterceptors(disk)));
        var page = context.Page<NewCustomer>();
        page.WaitForElement("input[name=name]").Change("Пётр Петров");
        page.Find("input[name=number]").Change("8 916 123-45-67");
        page.Find("textarea[name=note]").Change("Звонить после обеда");

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Said(context).Should().ContainSingle().Which.Should().StartWith(said));
        page.Find("input[name=name]").GetAttribute("value").Should().Be("Пётр Петров");
        page.Find("textarea[name=note]").GetAttribute("value").Should().Be("Звонить после обеда");

        await page.Find("form").SubmitAsync();
        Said(context).Should().ContainSingle("it is said once");

        disk.IsFull = false;
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => context.Navigation.Uri.Should().MatchRegex("/customers/[0-9]+$"));
        (await context.Get<CustomerStore>().SearchAsync(new CustomerQuery("петр"), TestContext.Current.CancellationToken)).Items.Should().ContainSingle().Which.Note.Should().Be("Звонить после обеда");
    }

    [Fact]
    public async Task A_key_that_is_not_made_keeps_what_was_chosen_for_it()
    {
        var disk = new SmallDisk();
        await using var context = new PageContext(Roles.Administrator, more: s => s.ConfigureDbContext<PhonePopDbContext>(o => o.AddInterceptors(disk)));
        var page = context.Page<AdminKeysPage>();
        await page.WaitForElement("[data-testid=new-key]").ClickAsync(new MouseEventArgs());
        page.WaitForElement("[data-testid=key-form] input[name=name]").Change("billing");
        await page.Find("[name=role]").ChangeAsync(new() { Value = Roles.Supervisor });
        disk.IsFull = true;

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Said(context).Should().ContainSingle());
        page.Find("[data-testid=key-form] input[name=name]").GetAttribute("value").Should().Be("billing");
    }

    [Theory]
    [InlineData(Full)]
    [InlineData(5)] // busy
    [InlineData(14)] // cannot be opened
    public async Task Who_waits_for_another_components_saving_does_not_take_it_for_done(int code)
    {
        await using var context = new PageContext();
        var form = context.Page<Outer>(p => p.Add(o => o.Code, code));

        await form.Find("button").ClickAsync(new MouseEventArgs());

        Said(context).Should().ContainSingle();
        form.Find("button").TextContent.Should().Be("save");
    }

    [Fact]
    public async Task Another_fault_goes_to_the_error_boundary_as_ever()
    {
        await using var context = new PageContext();
        var form = context.Page<Outer>(p => p.Add(o => o.Code, 1));

        await form.Find("button").ClickAsync(new MouseEventArgs());

        (await context.Bunit.Renderer.UnhandledException).Should().BeOfType<DbUpdateException>();

        Said(context).Should().BeEmpty();
    }

    [Fact]
    public void Every_component_of_the_pages_is_one()
    {
        var others = typeof(App).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ComponentBase)) && !t.IsSubclassOf(typeof(SavingComponent)) && !t.IsSubclassOf(typeof(LayoutComponentBase)));

        others.Should().Equal(typeof(SavingComponent));
    }

    private static List<string> Said(PageContext context) => [.. context.Get<ISnackbar>().ShownSnackbars.Select(s => s.Message!)];

    /// <summary>Has a part that calls back, and saves in that call.</summary>
    private sealed class Outer : SavingComponent
    {
        [Parameter]
        public int Code { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Inner>(0);
            builder.AddComponentParameter(1, nameof(Inner.OnSave), EventCallback.Factory.Create(this, SaveAsync));
            builder.CloseComponent();
        }

        private async Task SaveAsync()
        {
            await Task.Yield();
            throw new DbUpdateException("not written", new SqliteException("refused", Code));
        }
    }

    private sealed class Inner : SavingComponent
    {
        private bool _saved;

        [Parameter]
        public EventCallback OnSave { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, PressAsync));
            builder.AddContent(2, _saved ? "saved" : "save");
            builder.CloseElement();
        }

        private async Task PressAsync()
        {
            await OnSave.InvokeAsync();
            _saved = true;
        }
    }

    private sealed class SmallDisk : SaveChangesInterceptor
    {
        public volatile bool IsFull;

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsFull ? throw new SqliteException("database or disk is full", Full) : ValueTask.FromResult(result);
    }
}
