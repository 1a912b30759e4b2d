using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PhonePop.Server.Data;

/// <summary>The columns of a table, and one compiled piece of code that gives a row's values to a statement: nothing is looked up or boxed for each row.</summary>
internal sealed class RowColumns<TEntity>
    where TEntity : class
{
    private static readonly Type[] Bound = [typeof(string), typeof(byte[]), typeof(DateTime?), typeof(bool?), typeof(long?)];

    /// <summary>Reads the model. It costs some milliseconds.</summary>
    /// <exception cref="NotSupportedException">A column is of a type that is not bound yet.</exception>
    public RowColumns(IEntityType type)
    {
        var generated = type.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key] && key.ClrType == typeof(int) ? key : null;
        var columns = type.GetProperties().Where(p => p != generated).ToList();
        var (inserter, row) = (Expression.Parameter(typeof(RowInserter<TEntity>)), Expression.Parameter(typeof(TEntity)));
        Names = columns.ConvertAll(p => $"\"{p.GetColumnName()}\"");
        Bind = Expression.Lambda<Action<RowInserter<TEntity>, TEntity>>(Expression.Block(columns.Select((p, i) => Given(inserter, i + 1, Stored(p, row)))), inserter, row).Compile();
        SetId = generated?.PropertyInfo!.SetMethod!.CreateDelegate<Action<TEntity, int>>();
    }

    /// <summary>Their names, quoted, in the order in which they are bound.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives all values of a row to the statement.</summary>
    public Action<RowInserter<TEntity>, TEntity> Bind { get; }

    /// <summary>Gives the row the id that the database made; null where it makes none.</summary>
    public Action<TEntity, int>? SetId { get; }

    private static MethodCallExpression Given(ParameterExpression inserter, int at, Expression value)
    {
        var plain = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        var type = Array.Find(Bound, b => b == plain || Nullable.GetUnderlyingType(b) == plain) ?? (plain.IsEnum || plain == typeof(int) ? typeof(long?) : throw new NotSupportedException($"A column of {plain} is not bound here yet."));
        var method = typeof(RowInserter<TEntity>).GetMethod(nameof(RowInserter<>.Bind), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(int), type])!;
        return Expression.Call(inserter, method, Expression.Constant(at), Expression.Convert(value, type));
    }

    // What the converter of the model makes of it; it is not asked about null.
    private static Expression Stored(IProperty property, ParameterExpression row)
    {
        Expression value = Expression.Property(row, property.PropertyInfo!);
        if (property.GetTypeMapping().Converter?.ConvertToProviderExpression is not { } convert)
        {
            return value;
        }

        if (Nullable.GetUnderlyingType(value.Type) is null)
        {
            return Expression.Invoke(convert, value);
        }

        var stored = Expression.Invoke(convert, Expression.Property(value, "Value"));
        var optional = typeof(Nullable<>).MakeGenericType(stored.Type);
        return Expression.Condition(Expression.Property(value, "HasValue"), Expression.Convert(stored, optional), Expression.Default(optional));
    }
}
